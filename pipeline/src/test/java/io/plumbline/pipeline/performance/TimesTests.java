package io.plumbline.pipeline.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimesTests {
  @Test
  void figuresOfHundredDurations() {
    List<Double> durations =
        IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i) * 1e6).toList();
    Times times = Times.of(durations);
    assertThat(times).isEqualTo(new Times(100, 1, 50.5, 50, 99, 100));
  }

  @Test
  void ofOneAllAreTheSame() {
    assertThat(Times.of(List.of(2e6))).isEqualTo(new Times(1, 2, 2, 2, 2, 2));
  }

  @Test
  void tracesOfOnnxRuntimeAreReadWithoutTheirFirstFrame() {
    String trace =
        """
        [{"cat":"Session","dur":9,"name":"model_run"},
         {"cat":"Node","dur":500,"name":"conv_kernel_time","args":{"op_name":"Conv"}},
         {"cat":"Node","dur":1,"name":"conv_fence_before","args":{"op_name":"Conv"}},
         {"cat":"Node","dur":20,"name":"conv_kernel_time","args":{"op_name":"Conv"}},
         {"cat":"Node","dur":60,"name":"conv_kernel_time","args":{"op_name":"Conv"}}]
        """;
    assertThat(NodeTimes.parse(trace))
        .containsExactly(new NodeTime("conv", "Conv", new Times(2, 0.02, 0.04, 0.02, 0.06, 0.06)));
  }
}
