package io.millrace.video.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoCall;
import io.millrace.video.api.VideoFault;
import io.millrace.wire.model.Members;
import io.millrace.wire.model.ServiceModel;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@link ControlApi} over HTTP. */
@Path("/")
@Consumes(MediaType.WILDCARD)
@Blocking
public class ControlResource {

    private static final ServiceModel MODEL = ControlApi.model();
    private final Instance<ControlApi> api;

    public ControlResource(Instance<ControlApi> api) {
        this.api = api;
    }

    private static CompletionStage<Response> answer(String operation, InputStream body, Function<Members, CompletionStage<ObjectNode>> run) {
        return VideoAnswers.answer(operation, () -> run.apply(VideoCall.read(MODEL, operation, body)));
    }

    @POST
    @Path("createStream")
    public CompletionStage<Response> create(InputStream body) {
        return answer("CreateStream", body, call -> api.get().create(call));
    }

    @POST
    @Path("describeStream")
    public CompletionStage<Response> describe(InputStream body) {
        return answer("DescribeStream", body, call -> api.get().describe(call));
    }

    @POST
    @Path("updateStream")
    public CompletionStage<Response> update(InputStream body) {
        return answer("UpdateStream", body, call -> api.get().update(call));
    }

    @POST
    @Path("deleteStream")
    public CompletionStage<Response> delete(InputStream body) {
        return answer("DeleteStream", body, call -> api.get().delete(call));
    }

    @POST
    @Path("listStreams")
    public CompletionStage<Response> list(InputStream body) {
        return answer("ListStreams", body, call -> api.get().list(call));
    }

    @POST
    @Path("updateDataRetention")
    public CompletionStage<Response> updateRetention(InputStream body) {
        return answer("UpdateDataRetention", body, call -> api.get().updateRetention(call));
    }

    @POST
    @Path("getDataEndpoint")
    public CompletionStage<Response> endpoint(InputStream body, @Context UriInfo uri) {
        return answer("GetDataEndpoint", body, call -> api.get().endpoint(call, uri.getBaseUri()));
    }

    @POST
    @Path("tagStream")
    public CompletionStage<Response> tag(InputStream body) {
        return answer("TagStream", body, call -> api.get().tag(call));
    }

    @POST
    @Path("untagStream")
    public CompletionStage<Response> untag(InputStream body) {
        return answer("UntagStream", body, call -> api.get().untag(call));
    }

    @POST
    @Path("listTagsForStream")
    public CompletionStage<Response> listTags(InputStream body) {
        return answer("ListTagsForStream", body, call -> api.get().listTags(call));
    }

    @POST
    @Path("TagResource")
    public CompletionStage<Response> tagChannel(InputStream body) {
        return answer("TagResource", body, call -> api.get().ofChannel(call));
    }

    @POST
    @Path("UntagResource")
    public CompletionStage<Response> untagChannel(InputStream body) {
        return answer("UntagResource", body, call -> api.get().ofChannel(call));
    }

    @POST
    @Path("ListTagsForResource")
    public CompletionStage<Response> listChannelTags(InputStream body) {
        return answer("ListTagsForResource", body, call -> api.get().ofChannel(call));
    }

    /** The service's operations that are not built. */
    @POST
    @Path("{operation:createSignalingChannel|deleteSignalingChannel|describeSignalingChannel|getSignalingChannelEndpoint"
            + "|listSignalingChannels|updateSignalingChannel|startEdgeConfigurationUpdate|describeEdgeConfiguration"
            + "|deleteEdgeConfiguration|listEdgeAgentConfigurations|describeImageGenerationConfiguration"
            + "|updateImageGenerationConfiguration"
            + "|describeMediaStorageConfiguration|updateMediaStorageConfiguration|describeMappedResourceConfiguration"
            + "|describeStreamStorageConfiguration|updateStreamStorageConfiguration}")
    public Response refuse(@PathParam("operation") String operation) {
        return VideoAnswers.fault(VideoFault.INVALID_ARGUMENT.because(Character.toUpperCase(operation.charAt(0)) + operation.substring(1)
                + " is not supported by this server."));
    }
}
