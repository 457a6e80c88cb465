package io.millrace.video.ebml;

/**
 * Takes the bytes of a Matroska stream in any cut and tells a handler what they are. Holds at most one element header and one
 * small value. Elements of unknown size (Segment, Cluster) end where something begins that cannot be in them. A stream may hold
 * several documents, one behind the other. Once it has thrown it is not to be fed again.
 */
public final class EbmlParser {

    private static final int HEADER_BYTES_MAX = 12;
    private static final long UNKNOWN = -1;

    private enum State { HEADER, VALUE, BLOCK, SKIP }

    private final EbmlHandler handler;
    private final EbmlLimits limits;
    private final int[] openIds;
    private final long[] openEnds;
    private int depth;
    private State state = State.HEADER;
    private final byte[] header = new byte[HEADER_BYTES_MAX];
    private int headerBytes;
    /** Bytes taken so far. */
    private long position;
    private int leafId;
    private long leafLeft;
    private byte[] value;
    private int valueBytes;
    private boolean isStopped;

    public EbmlParser(EbmlHandler handler, EbmlLimits limits) {
        this.handler = handler;
        this.limits = limits;
        this.openIds = new int[limits.depthMax()];
        this.openEnds = new long[limits.depthMax()];
    }

    /** A parser of what is inside a cluster, without the cluster's header; {@link EbmlHandler#end} of it is told by {@link #end}. */
    public static EbmlParser insideCluster(EbmlHandler handler, EbmlLimits limits) {
        EbmlParser parser = new EbmlParser(handler, limits);
        parser.push(ElementId.SEGMENT, UNKNOWN);
        parser.push(ElementId.CLUSTER, Long.MAX_VALUE);
        return parser;
    }

    /** Bytes taken so far. */
    public long position() {
        return position;
    }

    /**
     * Takes the next bytes.
     *
     * @return behind the last byte taken: {@code to}, unless the handler has {@linkplain #stop stopped} it before
     */
    public int feed(byte[] bytes, int from, int to) throws EbmlException {
        isStopped = false;
        int at = from;
        while (at < to && !isStopped) {
            at = switch (state) {
                case HEADER -> takeHeader(bytes, at);
                case VALUE -> takeValue(bytes, at, to);
                case BLOCK, SKIP -> takeLeaf(bytes, at, to);
            };
        }
        return at;
    }

    /** For the handler: what is being told is the last, {@link #feed} returns and is to be called again with the rest. */
    public void stop() {
        isStopped = true;
    }

    /** The stream is at its end: elements of unknown size end here; throws when another one is not whole. */
    public void end() throws EbmlException {
        if (state != State.HEADER || headerBytes > 0) {
            throw failure("the stream ends within an element");
        }
        while (depth > 0) {
            long end = openEnds[depth - 1];
            if (end != UNKNOWN && end != position && end != Long.MAX_VALUE) {
                throw failure("the stream ends within " + Integer.toHexString(openIds[depth - 1]));
            }
            pop();
        }
    }

    /** Whether nothing but elements of unknown size is open: an end here leaves nothing cut off. */
    public boolean mayEnd() {
        if (state != State.HEADER || headerBytes > 0) {
            return false;
        }
        for (int open = 0; open < depth; open++) {
            if (openEnds[open] != UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    private int takeHeader(byte[] bytes, int at) throws EbmlException {
        header[headerBytes++] = bytes[at];
        position++;
        int idBytes = VariableInteger.length(header[0]);
        if (idBytes > 4) {
            throw failure("no element id");
        }
        if (headerBytes > idBytes) {
            int sizeBytes = VariableInteger.length(header[idBytes]);
            if (sizeBytes > 8) {
                throw failure("no element size");
            }
            if (headerBytes == idBytes + sizeBytes) {
                beginElement((int) VariableInteger.withMarker(header, 0, idBytes), VariableInteger.value(header, idBytes, sizeBytes));
            }
        }
        return at + 1;
    }

    private void beginElement(int id, long size) throws EbmlException {
        while (depth > 0 && openEnds[depth - 1] == UNKNOWN && Schema.ends(id, openIds[depth - 1])) {
            pop();
        }
        requirePlace(id, size);
        if (depth > 1 || depth == 1 && openIds[0] == ElementId.EBML) {
            handler.inside(header, 0, headerBytes);
        }
        headerBytes = 0;
        Schema.Form form = Schema.form(id);
        if (form == Schema.Form.MASTER) {
            if (depth == openIds.length) {
                throw failure("elements are nested too deeply");
            }
            push(id, size == UNKNOWN ? UNKNOWN : position + size);
            handler.begin(id, size);
        } else {
            beginLeaf(id, size, form);
        }
        popFinished();
    }

    private void requirePlace(int id, long size) throws EbmlException {
        int parent = Schema.parent(id);
        int open = depth == 0 ? Schema.TOP : openIds[depth - 1];
        if (depth == 0 && parent != Schema.TOP && id != ElementId.VOID) {
            throw failure("element " + Integer.toHexString(id) + " cannot begin a document");
        }
        if (parent != Schema.ANYWHERE && parent != open) {
            throw failure("element " + Integer.toHexString(id) + " cannot be in " + Integer.toHexString(open));
        }
        if (size == UNKNOWN) {
            if (!Schema.mayBeUnknownSized(id)) {
                throw failure("element " + Integer.toHexString(id) + " has no size");
            }
            return;
        }
        for (int outer = depth - 1; outer >= 0; outer--) {
            if (openEnds[outer] != UNKNOWN && size > openEnds[outer] - position) {
                throw failure("element " + Integer.toHexString(id) + " is larger than what it is in");
            }
        }
    }

    private void beginLeaf(int id, long size, Schema.Form form) throws EbmlException {
        leafId = id;
        leafLeft = size;
        switch (form) {
            case VALUE -> {
                if (size > limits.valueBytesMax()) {
                    throw failure("value " + Integer.toHexString(id) + " has " + size + " bytes");
                }
                value = new byte[(int) size];
                valueBytes = 0;
                state = State.VALUE;
                if (size == 0) {
                    endValue();
                }
            }
            case BLOCK -> {
                handler.beginBlock(id, size);
                state = State.BLOCK;
                if (size == 0) {
                    endLeaf();
                }
            }
            case OPAQUE -> state = size == 0 ? State.HEADER : State.SKIP;
            case MASTER -> throw new IllegalStateException("a master is no leaf");
        }
    }

    private int takeValue(byte[] bytes, int at, int to) throws EbmlException {
        int taken = (int) Math.min(leafLeft, to - at);
        System.arraycopy(bytes, at, value, valueBytes, taken);
        handler.inside(bytes, at, at + taken);
        valueBytes += taken;
        leafLeft -= taken;
        position += taken;
        if (leafLeft == 0) {
            endValue();
            popFinished();
        }
        return at + taken;
    }

    private void endValue() throws EbmlException {
        byte[] whole = value;
        value = null;
        state = State.HEADER;
        handler.value(leafId, whole);
    }

    private int takeLeaf(byte[] bytes, int at, int to) throws EbmlException {
        int taken = (int) Math.min(leafLeft, to - at);
        if (depth > 1 || depth == 1 && openIds[0] == ElementId.EBML) {
            handler.inside(bytes, at, at + taken);
        }
        if (state == State.BLOCK) {
            handler.block(bytes, at, at + taken);
        }
        leafLeft -= taken;
        position += taken;
        if (leafLeft == 0) {
            endLeaf();
            popFinished();
        }
        return at + taken;
    }

    private void endLeaf() throws EbmlException {
        State was = state;
        state = State.HEADER;
        if (was == State.BLOCK) {
            handler.endBlock(leafId);
        }
    }

    private void push(int id, long end) {
        openIds[depth] = id;
        openEnds[depth] = end;
        depth++;
    }

    private void popFinished() throws EbmlException {
        while (state == State.HEADER && depth > 0 && (openEnds[depth - 1] == position
                || openEnds[depth - 1] == UNKNOWN && depth > 1 && openEnds[depth - 2] == position)) {
            pop();
        }
    }

    private void pop() throws EbmlException {
        depth--;
        handler.end(openIds[depth]);
    }

    private EbmlException failure(String what) {
        return new EbmlException(what, position);
    }
}
