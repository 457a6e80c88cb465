package io.millrace.video.fragment;

import io.millrace.video.ebml.MediaHead;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A fragment that is being written. One thread at a time; nobody else sees anything of it before it is committed. */
public interface FragmentDraft {

    FragmentNumber number();

    /** When it was begun, since the epoch. */
    long serverTimeMillis();

    /** Copies the next bytes of the cluster's content. Look at {@link #ready} before more are handed over. */
    void write(byte[] bytes, int from, int to);

    /**
     * Completes when more may be written: at most a few parts wait for the disk. Fails when a part could not be stored; the
     * draft is then lost.
     */
    CompletionStage<Void> ready();

    /**
     * Makes the fragment exist: completes when it is as durable as the settings ask for. On failure it does not exist; only
     * where the server dies before anything else was stored it may be found afterwards, whole.
     *
     * @param producerTimeMillis see {@link Fragment}, as for the others
     */
    CompletionStage<Fragment> commit(long producerTimeMillis, long timecode, long durationMillis, MediaHead head, List<FragmentTag> tags);

    /** Gives it up. */
    void discard();
}
