package io.millrace.server;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The server's own settings; {@code docs/settings.md} lists them all. */
@ConfigMapping(prefix = "millrace")
public interface ServerSettings {

    /** The data directory. {@code serve --data} sets it. */
    @WithDefault("${user.home}/.millrace/data")
    Path data();

    /** The account that ARNs name: twelve digits. Change it before the first stream exists. */
    @WithDefault("000000000000")
    String account();

    /** The region that ARNs name. Change it before the first stream exists. */
    @WithDefault("us-east-1")
    String region();
}
