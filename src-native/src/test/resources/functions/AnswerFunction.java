import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Does what its event says. */
public class AnswerFunction implements RequestHandler<Map<String, Object>, Object> {

    @Override
    public Object handleRequest(Map<String, Object> event, Context context) {
        return switch ((String) event.getOrDefault("do", "nothing")) {
            case "echo" -> event.get("what");
            case "context" -> Map.of("edition", "first edition", "greeting", System.getenv().getOrDefault("GREETING", "none"),
                    "name", context.getFunctionName(), "arn", context.getInvokedFunctionArn(), "memory", context.getMemoryLimitInMB(),
                    "region", System.getenv("AWS_REGION"));
            case "print" -> {
                System.out.println(event.get("what"));
                yield "printed";
            }
            case "fail" -> throw new IllegalArgumentException("as it was asked");
            case "hang" -> {
                while (true) {
                    Thread.onSpinWait();
                }
            }
            default -> null;
        };
    }
}
