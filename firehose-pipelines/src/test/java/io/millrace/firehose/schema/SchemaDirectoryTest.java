package io.millrace.firehose.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void theLatestVersionIsTheHighestNumber() throws Exception {
        write("web", "hits", "9", "int");
        write("web", "hits", "10", "Array< Struct<A:Integer> >");
        assertThat(find("Web", "HITS", "LATEST")).isEqualTo(new TableSchema("10", java.util.List.of(new TableSchema.Column("c", "array<struct<`A`:int>>"))));
        assertThat(find("web", "hits", "9").rowType()).isEqualTo("struct<`c`:int>");
    }

    @ParameterizedTest
    @CsvSource({"web,gone,LATEST", "web,hits,3", "web,..,LATEST", "../x,hits,LATEST", "web,hits,../hits/1", "'',hits,LATEST", "web,hits,latest"})
    void whatIsNotThereIsSaidToBeMissing(String database, String table, String version) throws Exception {
        write("web", "hits", "1", "int");
        assertThatThrownBy(() -> find(database, table, version)).isInstanceOf(SchemaUnusable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniontype<int>", "map<array<int>,int>", "array<int", "array<int>>", "decimal(39,1)", "decimal(5,6)", "varchar", "", "struct<a>",
        "interval"})
    void typesThatJsonCannotFillAreUnusable(String type) throws Exception {
        write("web", "hits", "1", type);
        assertThatThrownBy(() -> find("web", "hits", "1")).isInstanceOf(SchemaUnusable.class).hasMessageContaining("column c of table web.hits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DECIMAL        | decimal(10,0)
            decimal( 7, 2) | decimal(7,2)
            numeric(3)     | decimal(3,0)
            map<string,map<int,varchar(5)>> | map<string,map<int,varchar(5)>>
            struct<`a b`:int,c:timestamp>   | struct<`a b`:int,`c`:timestamp>
            """)
    void typesAreWrittenInOneWay(String type, String normalized) throws SchemaUnusable {
        assertThat(HiveType.normalized(type)).isEqualTo(normalized);
    }

    @Property(tries = 3_000)
    void anyTextIsATypeOrIsNot(@ForAll String type) {
        try {
            assertThat(HiveType.normalized(type)).isNotEmpty();
        } catch (SchemaUnusable e) {
            assertThat(e).hasMessageStartingWith("type ");
        }
    }

    private TableSchema find(String database, String table, String version) throws SchemaUnusable {
        return new SchemaDirectory(new TableFiles(directory)).find(new TableReference(database, table, version));
    }

    private void write(String database, String table, String version, String type) throws IOException {
        Path file = Files.createDirectories(directory.resolve(database).resolve(table)).resolve(version + ".json");
        Files.writeString(file, "{\"Name\":\"" + table + "\",\"StorageDescriptor\":{\"Columns\":[{\"Name\":\"c\",\"Type\":\"" + type + "\"}]}}");
    }
}
