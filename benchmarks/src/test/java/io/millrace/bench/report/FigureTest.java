package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.millrace.bench.report.Figure.Best;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void aThroughputIsComparedToItsLowestCeilingByMedians() {
        Figure figure = new Figure("f", "MB/s", Best.HIGHEST, List.of(90.0, 50.0, 10.0))
                .beside("wide", List.of(1000.0)).beside("narrow", List.of(1.0, 100.0, 5000.0));

        assertThat(figure.value()).isEqualTo(50);
        assertThat(figure.ratio()).isEqualTo(0.5);
    }

    @Test
    void aLatencyIsComparedToItsHighestFloor() {
        Figure figure = new Figure("f", "ms", Best.LOWEST, List.of(6.0)).beside("http", List.of(1.0)).beside("force", List.of(2.0));

        assertThat(figure.ratio()).isEqualTo(3);
    }

    @Test
    void aGreedyClientIsNamed() {
        Figure figure = new Figure("f", "MB/s", Best.HIGHEST, List.of(1.0));

        assertThat(figure.noting(new Load(1, 0.4, 0.5, 0)).notes().keySet()).noneMatch(note -> note.contains("HALF"));
        assertThat(figure.noting(new Load(1, 0.6, 0.4, 0)).notes().keySet()).anyMatch(note -> note.contains("HALF"));
    }
}
