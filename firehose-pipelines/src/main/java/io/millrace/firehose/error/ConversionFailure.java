package io.millrace.firehose.error;

/**
 * Why a format did not take a record.
 *
 * @param code e.g. {@code DataFormatConversion.ParseError}
 */
public record ConversionFailure(String code, String message) {
}
