package io.millrace.firehose.format.columnar;

import io.millrace.firehose.columnar.protocol.ConversionJob;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.schema.SchemaRegistry;
import io.millrace.firehose.schema.SchemaUnusable;
import io.millrace.firehose.schema.TableReference;
import java.io.IOException;
import java.io.OutputStream;

/** JSON records to a columnar file, by a format worker. The schema is looked up for each object. */
final class ColumnarFormat implements OutputFormat {

    private final FormatWorkers workers;
    private final SchemaRegistry schemas;
    private final TableReference table;
    private final ConversionJob.JsonRules rules;
    private final ConversionJob.Output output;

    ColumnarFormat(FormatWorkers workers, SchemaRegistry schemas, TableReference table, ConversionJob.JsonRules rules, ConversionJob.Output output) {
        this.workers = workers;
        this.schemas = schemas;
        this.table = table;
        this.rules = rules;
        this.output = output;
    }

    @Override
    public Encoder open(NewObject object, OutputStream out, Rejections rejections) throws IOException {
        try {
            return new ColumnarEncoder(workers, new ConversionJob(schemas.find(table).rowType(), rules, output), out, rejections);
        } catch (SchemaUnusable e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
