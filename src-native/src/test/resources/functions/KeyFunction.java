import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Tells what an SDK in a function would sign with, and for whom. */
public class KeyFunction implements RequestHandler<Map<String, Object>, Map<String, String>> {

    @Override
    public Map<String, String> handleRequest(Map<String, Object> event, Context context) {
        return Map.of("id", System.getenv("AWS_ACCESS_KEY_ID"), "secret", System.getenv("AWS_SECRET_ACCESS_KEY"),
                "region", System.getenv("AWS_REGION"), "endpoint", System.getenv("AWS_ENDPOINT_URL"));
    }
}
