package io.plumbline.pipeline.debug.trial;

import io.plumbline.pipeline.record.CompiledFiles;
import io.plumbline.pipeline.record.Fingerprint;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.samples.BlankSample;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why figures of debugging may say nothing of the model that was compiled. */
public final class DebugCautions {
  private DebugCautions() {}

  /** What to know before a figure is believed; empty where nothing speaks against it. */
  public static List<Finding> of(DebugModel model, DebugSamples samples) {
    List<Finding> findings = new ArrayList<>(replaced(model));
    blank(samples).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static List<Finding> replaced(DebugModel model) {
    CompiledFiles recorded =
        model.beside(Artifact.QUANT_INFO).map(CompiledFiles::read).orElse(CompiledFiles.UNKNOWN);
    List<Finding> findings = new ArrayList<>();
    for (Artifact artifact : Artifact.values()) {
      Optional<String> hash = Optional.ofNullable(recorded.hashes().get(artifact.label()));
      Optional<Path> file = model.beside(artifact);
      if (hash.isPresent()
          && file.isPresent()
          && !hash.get().equals(Fingerprint.ofFile(file.get()))) {
        findings.add(
            Finding.warning(
                "debug.replaced",
                file.get().toString(),
                "is not the file that the compilation left, so that a cause found here may be none"
                    + " of the model's; see 'plumb verify --ladder', or compile again"));
      }
    }
    return findings;
  }

  private static Optional<Finding> blank(DebugSamples samples) {
    boolean flat =
        !samples.inputs().isEmpty() && samples.inputs().stream().allMatch(BlankSample::is);
    return flat
        ? Optional.of(
            Finding.warning(
                "debug.blank",
                samples.names().getFirst(),
                "%s, and every input holds one number again and again, as a picture of one colour does:"
                        .formatted(Count.of(samples.size(), "sample"))
                    + " causes found on that are not those of real data; name a folder of samples"
                    + " behind the model, and if it was calibrated with these, compile it again"
                    + " with such"))
        : Optional.empty();
  }
}
