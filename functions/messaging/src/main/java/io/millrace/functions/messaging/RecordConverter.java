package io.millrace.functions.messaging;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.functions.batch.BatchRecord;
import io.millrace.functions.compiled.Element;
import io.smallrye.reactive.messaging.MessageConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Makes of a record what the application's method takes: the record itself, bytes, text, or JSON of a type. In batch mode the same for
 * the elements of a list. What cannot be read fails its message.
 */
@ApplicationScoped
public class RecordConverter implements MessageConverter {

    private final ObjectMapper mapper;

    RecordConverter(Instance<ObjectMapper> mappers) {
        this.mapper = StreamConnector.mapper(mappers);
    }

    @Override
    public boolean canConvert(Message<?> message, Type target) {
        return message.getMetadata(IncomingStreamMetadata.class).isPresent() && (message.getPayload() instanceof BatchRecord
                || message.getPayload() instanceof List && target instanceof ParameterizedType list && list.getRawType() == List.class);
    }

    @Override
    public Message<?> convert(Message<?> message, Type target) {
        List<BatchRecord> records = message.getMetadata(IncomingStreamMetadata.class).orElseThrow().records();
        JavaType type = mapper.constructType(target);
        try {
            if (message.getPayload() instanceof BatchRecord record) {
                return message.withPayload(Element.of(type, mapper).of(record));
            }
            Element element = Element.of(type.getContentType(), mapper);
            List<Object> elements = new ArrayList<>(records.size());
            for (BatchRecord record : records) {
                elements.add(element.of(record));
            }
            return message.withPayload(elements);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
