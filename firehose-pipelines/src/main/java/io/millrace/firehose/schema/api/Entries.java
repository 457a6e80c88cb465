package io.millrace.firehose.schema.api;

import io.millrace.firehose.schema.EntryName;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.identity.Identity;
import io.millrace.wire.WireException;
import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.codec.WireFormat;
import io.millrace.wire.model.InvalidInput;
import io.millrace.wire.model.Members;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the files hold, as the API describes it. A file that the model does not allow is said to be so, with its name. */
final class Entries {

    private static final byte[] BEFORE = "{\"DatabaseName\":\"any\",\"TableInput\":".getBytes(StandardCharsets.UTF_8);
    private static final List<Map<String, Object>> EVERYBODY = List.of(Map.of("Principal", Map.of("DataLakePrincipalIdentifier",
            "IAM_ALLOWED_PRINCIPALS"), "Permissions", List.of("ALL")));

    private final TableFiles files;
    private final Identity identity;

    Entries(TableFiles files, Identity identity) {
        this.files = files;
        this.identity = identity;
    }

    /** The call that made or last changed a database, or would have. */
    Map<String, Object> databaseCall(EntryName name) throws IOException {
        byte[] call = files.database(name).orElse(null);
        return call == null ? new LinkedHashMap<>(Map.of("DatabaseInput", new LinkedHashMap<>(Map.of("Name", name.text()))))
                : read("CreateDatabase", call, "database " + name).tree();
    }

    /** A Database. */
    Map<String, Object> database(EntryName name) throws IOException {
        Map<String, Object> database = new LinkedHashMap<>();
        database.put("CreateTableDefaultPermissions", EVERYBODY);
        ((Map<?, ?>) databaseCall(name).get("DatabaseInput")).forEach((member, value) -> database.put((String) member, value));
        database.put("Name", name.text());
        database.put("CreateTime", files.created(name));
        database.put("CatalogId", identity.account());
        return database;
    }

    /** A Table. */
    Map<String, Object> table(EntryName database, EntryName name, TableFiles.TableVersion version) throws IOException {
        ByteArrayOutputStream call = new ByteArrayOutputStream();
        call.writeBytes(BEFORE);
        call.writeBytes(version.input());
        call.write('}');
        Map<String, Object> table = new LinkedHashMap<>(Map.of("Retention", 0L));
        read("CreateTable", call.toByteArray(), "version " + version.number() + " of table " + database + "." + name)
                .structure("TableInput").ifPresent(input -> table.putAll(input.tree()));
        table.put("Name", name.text());
        table.put("DatabaseName", database.text());
        table.put("CreateTime", files.created(database, name));
        table.put("UpdateTime", version.changedMillis());
        table.put("IsRegisteredWithLakeFormation", false);
        table.put("CatalogId", identity.account());
        table.put("VersionId", Integer.toString(version.number()));
        return table;
    }

    private static Members read(String operation, byte[] call, String what) {
        try {
            return GlueApi.model().read(operation, WireFormat.JSON.reader(call, call.length));
        } catch (MalformedInput | InvalidInput unreadable) {
            throw unusable(what, unreadable);
        }
    }

    private static WireException unusable(String what, RuntimeException why) {
        return GlueFault.INPUT.because("The registry's file of " + what + " is not what the service allows: " + why.getMessage());
    }
}
