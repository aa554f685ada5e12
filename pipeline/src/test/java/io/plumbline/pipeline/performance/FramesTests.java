package io.plumbline.pipeline.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FramesTests {
  private final AtomicLong clock = new AtomicLong();

  /** A frame of it takes a time of this clock. */
  private final class Timed implements Engine {
    @Override
    public String name() {
      return "timed";
    }

    @Override
    public List<Port> inputs() {
      return List.of();
    }

    @Override
    public List<Port> outputs() {
      return List.of();
    }

    @Override
    public List<String> tensors() {
      return List.of();
    }

    @Override
    public SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
      clock.addAndGet(2_000_000);
      return new LinkedHashMap<>();
    }

    @Override
    public void close() {}
  }

  /** Showing it takes longer than a frame. */
  private final class SlowScreen implements Progress {
    @Override
    public void stage(String name) {}

    @Override
    public void update(long done, long total) {
      clock.addAndGet(5_000_000);
    }

    @Override
    public void message(String text) {}

    @Override
    public void findings(List<Finding> findings) {}
  }

  @Test
  void latencyAndFrameRateAgreeHoweverLongProgressTakesToBeShown() {
    PerformanceRequest request =
        new PerformanceRequest(
            new ModelFiles(Path.of("model.plm"), Optional.empty()),
            Optional.empty(),
            List.of(),
            new FolderData(List.of(), Optional.empty()),
            0,
            10,
            Optional.empty(),
            1,
            false);
    Frames frames = Frames.run(new Timed(), Map.of(), request, new SlowScreen(), clock::get);
    assertThat(frames.latencies()).hasSize(10).allMatch(latency -> latency == 2e6);
    assertThat(frames.elapsed()).isEqualTo(10 * 2e6);
    Performance measured =
        new Performance(
            "model.plm",
            "timed",
            Optional.empty(),
            1,
            Times.of(frames.latencies()),
            frames.elapsed() / 1e6,
            List.of(),
            List.of());
    assertThat(measured.framesPerSecond()).isEqualTo(1e3 / measured.latency().mean());
  }
}
