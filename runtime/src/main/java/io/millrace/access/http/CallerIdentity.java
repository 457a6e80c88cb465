package io.millrace.access.http;

import io.millrace.access.BodyProof;
import io.millrace.identity.Identity;
import io.millrace.wire.WireException;
import io.millrace.wire.http.RefusedBody;
import io.millrace.wire.http.WireHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * GetCallerIdentity of AWS's Security Token Service, the one operation of it there is: the Kinesis Producer Library and Terraform ask
 * for their account by it before anything else. A form on {@code POST /}, answered in XML. On event loops.
 */
public final class CallerIdentity {

    private static final String FORM = "application/x-www-form-urlencoded", ACTION = "Action=GetCallerIdentity";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final int BODY_BYTES_MAX = 8 * 1024, OK = 200, REFUSED = 400;

    private final Identity identity;
    private final WireHandler wire;

    /** @param wire answers requests whose body is not the signed one */
    public CallerIdentity(Identity identity, WireHandler wire) {
        this.identity = identity;
        this.wire = wire;
    }

    /** Whether a request for {@code /} is a form, which no other API takes. */
    public static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.startsWith(FORM) && request.method() == HttpMethod.POST;
    }

    /** Reads the form, which has to be short, and answers. */
    public void handle(HttpServerRequest request, BodyProof proof) {
        Buffer form = Buffer.buffer();
        request.handler(part -> {
            form.appendBuffer(part);
            if (form.length() > BODY_BYTES_MAX) {
                RefusedBody.drop(request);
                refuse(request, "RequestEntityTooLarge", "The form is too long.");
            }
        });
        request.endHandler(end -> answer(request, form.getBytes(), proof));
        request.resume();
    }

    private void answer(HttpServerRequest request, byte[] form, BodyProof proof) {
        List<String> parameters;
        try {
            int length = proof.take(form, 0, form.length);
            proof.end();
            parameters = Arrays.asList(new String(form, 0, length, StandardCharsets.UTF_8).strip().split("&"));
        } catch (WireException refusal) {
            wire.refuse(request, refusal);
            return;
        }
        if (!parameters.contains(ACTION)) {
            refuse(request, "InvalidAction", "This server knows no action but GetCallerIdentity.");
            return;
        }
        send(request, OK, "<GetCallerIdentityResponse xmlns=\"" + NAMESPACE + "\"><GetCallerIdentityResult><Arn>arn:" + identity.partition() + ":iam::"
                + identity.account() + ":root</Arn><UserId>" + identity.account() + "</UserId><Account>" + identity.account()
                + "</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>" + requestId()
                + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>\n");
    }

    private static void refuse(HttpServerRequest request, String code, String message) {
        send(request, REFUSED, "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                + "</Message></Error><RequestId>" + requestId() + "</RequestId></ErrorResponse>\n");
    }

    private static void send(HttpServerRequest request, int status, String xml) {
        request.response().setStatusCode(status).putHeader("Content-Type", "text/xml").end(xml);
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
