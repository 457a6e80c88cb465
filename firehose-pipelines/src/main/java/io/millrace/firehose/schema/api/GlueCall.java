package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.EntryName;
import io.millrace.identity.Identity;
import io.millrace.wire.model.Members;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** What calls have in common: names, versions, the catalog's id, and what is not built. Any thread. */
final class GlueCall {

    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,8}");

    private static final String ARN = "ResourceArn";

    private final Identity identity;

    GlueCall(Identity identity) {
        this.identity = identity;
    }

    /** Refuses another account's catalog, and each of the members that asks for something. */
    void check(Members call, String... unbuilt) {
        call.text("CatalogId").filter(id -> !id.isEmpty() && !id.equals(identity.account())).ifPresent(id -> {
            throw GlueFault.NOT_FOUND.because("Catalog " + id + " not found.");
        });
        refuse(call, unbuilt);
    }

    static void refuse(Members members, String... unbuilt) {
        for (String member : unbuilt) {
            Object value = members.tree().get(member);
            boolean absent = value == null || value.equals(false) || value.equals("") || value instanceof Collection<?> list && list.isEmpty();
            if (!absent) {
                throw GlueFault.INPUT.because(member + " is not supported by this server yet");
            }
        }
    }

    static EntryName name(Members members, String member) {
        return name(members.text(member).orElseThrow(), member);
    }

    static EntryName name(String text, String member) {
        return EntryName.of(text).orElseThrow(() -> GlueFault.INPUT.because(member + " " + text
                + " cannot be a name here: letters, digits, _, - and dots, no dot at its beginning, at most 255 characters and bytes"));
    }

    static int version(String text) {
        return Optional.of(text).filter(id -> VERSION.matcher(id).matches()).map(Integer::valueOf)
                .orElseThrow(() -> GlueFault.INPUT.because("Version id " + text + " is not a whole number"));
    }

    /** The database of an ARN. Terraform leaves the account out where it is told not to ask for it, as it does in CatalogId. */
    EntryName tagged(Members call) {
        String arn = call.text(ARN).orElseThrow();
        EntryName name = name(arn.substring(arn.lastIndexOf('/') + 1), ARN);
        String own = identity.arn("glue", "database/" + name);
        if (!arn.equals(own) && !arn.equals(own.replace(":" + identity.account() + ":", "::"))) {
            throw GlueFault.INPUT.because("Tags of " + arn + " are not supported by this server: it has those of its databases");
        }
        return name;
    }
}
