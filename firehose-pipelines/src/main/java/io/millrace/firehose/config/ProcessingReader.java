package io.millrace.firehose.config;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Processors from their parameters, which are texts. */
final class ProcessingReader {

    private static final int RETRIES_DEFAULT = 3, RETRIES_MAX = 300, INTERVAL_SECONDS_DEFAULT = 60, INTERVAL_SECONDS_MAX = 900;
    private static final double BUFFER_MIB_DEFAULT = 1, BUFFER_MIB_MIN = 0.2, BUFFER_MIB_MAX = 3;
    private static final int MIB = 1024 * 1024;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}"), DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private final String type;
    private final Map<String, String> parameters;

    private ProcessingReader(ConfigTree processor) {
        type = processor.required("Type");
        parameters = new LinkedHashMap<>();
        for (ConfigTree parameter : processor.structures("Parameters")) {
            if (parameters.put(parameter.required("ParameterName"), parameter.required("ParameterValue")) != null) {
                throw new UnsupportedConfig("Processor " + type + " has parameter " + parameter.required("ParameterName") + " more than once");
            }
        }
    }

    static ProcessingConfig read(Optional<ConfigTree> given) {
        if (given.isEmpty()) {
            return ProcessingConfig.NONE;
        }
        List<ProcessingConfig.Step> steps = new ArrayList<>();
        Set<String> types = new HashSet<>();
        for (ConfigTree processor : given.get().structures("Processors")) {
            ProcessingReader reader = new ProcessingReader(processor);
            if (!types.add(reader.type)) {
                throw new UnsupportedConfig("Processor " + reader.type + " is there more than once");
            }
            steps.add(reader.step());
        }
        if (types.contains("CloudWatchLogProcessing") && !types.contains("Decompression")) {
            throw new UnsupportedConfig("Processor CloudWatchLogProcessing needs processor Decompression");
        }
        return given.get().flag("Enabled", false) ? new ProcessingConfig(steps) : ProcessingConfig.NONE;
    }

    private ProcessingConfig.Step step() {
        return switch (type) {
            case "Lambda" -> lambda();
            case "MetadataExtraction" -> metadataExtraction();
            case "RecordDeAggregation" -> deAggregation();
            case "Decompression" -> decompression();
            case "CloudWatchLogProcessing" -> cloudWatchLogs();
            case "AppendDelimiterToRecord" -> appendDelimiter();
            default -> throw new UnsupportedConfig("Processor type " + type + " is not supported by this server yet");
        };
    }

    private ProcessingConfig.Step lambda() {
        only("LambdaArn", "NumberOfRetries", "RoleArn", "BufferSizeInMBs", "BufferIntervalInSeconds");
        double mib = number("BufferSizeInMBs", DECIMAL, BUFFER_MIB_DEFAULT, BUFFER_MIB_MIN, BUFFER_MIB_MAX);
        int retries = (int) number("NumberOfRetries", WHOLE, RETRIES_DEFAULT, 0, RETRIES_MAX);
        int seconds = (int) number("BufferIntervalInSeconds", WHOLE, INTERVAL_SECONDS_DEFAULT, 0, INTERVAL_SECONDS_MAX);
        return new ProcessingConfig.Lambda(needed("LambdaArn"), retries, Math.round(mib * MIB), Duration.ofSeconds(seconds),
                Optional.ofNullable(parameters.get("RoleArn")));
    }

    private ProcessingConfig.Step metadataExtraction() {
        only("MetadataExtractionQuery", "JsonParsingEngine");
        String engine = needed("JsonParsingEngine");
        if (!engine.equals("JQ-1.6")) {
            throw new UnsupportedConfig("JsonParsingEngine " + engine + " is unknown; it must be JQ-1.6");
        }
        return new ProcessingConfig.MetadataExtraction(needed("MetadataExtractionQuery"));
    }

    private ProcessingConfig.Step deAggregation() {
        only("SubRecordType", "Delimiter");
        return switch (needed("SubRecordType")) {
            case "JSON" -> {
                if (parameters.containsKey("Delimiter")) {
                    throw new UnsupportedConfig("Parameter Delimiter is for SubRecordType DELIMITED only");
                }
                yield new ProcessingConfig.RecordDeAggregation(Optional.empty());
            }
            case "DELIMITED" -> new ProcessingConfig.RecordDeAggregation(Optional.of(decoded(needed("Delimiter"))));
            default -> throw new UnsupportedConfig("SubRecordType must be JSON or DELIMITED");
        };
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException malformed) {
            throw new UnsupportedConfig("Delimiter must be encoded in base64");
        }
    }

    private ProcessingConfig.Step decompression() {
        only("CompressionFormat");
        if (!parameters.getOrDefault("CompressionFormat", "GZIP").equals("GZIP")) {
            throw new UnsupportedConfig("CompressionFormat of Decompression must be GZIP");
        }
        return new ProcessingConfig.Decompression();
    }

    private ProcessingConfig.Step cloudWatchLogs() {
        only("DataMessageExtraction");
        return switch (parameters.getOrDefault("DataMessageExtraction", "false").toLowerCase(Locale.ROOT)) {
            case "true" -> new ProcessingConfig.CloudWatchLogs(true);
            case "false" -> new ProcessingConfig.CloudWatchLogs(false);
            default -> throw new UnsupportedConfig("Parameter DataMessageExtraction must be true or false");
        };
    }

    /** The service takes the delimiter with its escapes, {@code \n} being two characters, and has a newline where none is given. */
    private ProcessingConfig.Step appendDelimiter() {
        only("Delimiter");
        String delimiter = parameters.getOrDefault("Delimiter", "\\n");
        return new ProcessingConfig.AppendDelimiter(delimiter.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
    }

    private void only(String... names) {
        for (String name : parameters.keySet()) {
            if (!List.of(names).contains(name)) {
                throw new UnsupportedConfig("Parameter " + name + " is not for processor " + type);
            }
        }
    }

    private String needed(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new UnsupportedConfig("Processor " + type + " needs parameter " + name);
        }
        return value;
    }

    private double number(String name, Pattern form, double absent, double least, double most) {
        String text = parameters.get(name);
        if (text == null) {
            return absent;
        }
        if (!form.matcher(text).matches()) {
            throw new UnsupportedConfig("Parameter " + name + " is not a number as it takes them: " + text);
        }
        double value = Double.parseDouble(text);
        if (value < least || value > most) {
            throw new UnsupportedConfig("Parameter " + name + " must be between " + BigDecimal.valueOf(least).stripTrailingZeros().toPlainString() + " and "
                    + BigDecimal.valueOf(most).stripTrailingZeros().toPlainString() + ": " + text);
        }
        return value;
    }
}
