package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pulsar2's configuration in JSON or YAML. */
public final class Pulsar2Dialect implements Dialect {
  private static final Set<String> OWN =
      Set.of("quant", "input_processors", "model_type", "npu_mode", "compiler");

  @Override
  public boolean recognises(YamlNode root) {
    return root instanceof YamlNode.Mapping(var entries, int _)
        && entries.keySet().stream().anyMatch(OWN::contains);
  }

  @Override
  public Configuration read(YamlNode root, Path file) {
    YamlNode.Mapping mapping = (YamlNode.Mapping) root;
    List<Finding> findings =
        new ArrayList<>(ProtoCheck.findings(ProtoSchema.PULSAR2, mapping, file.toString()));
    Message message = Message.of(mapping, file.toString());
    findings.addAll(Pulsar2Tensors.of(message).findings());
    samples(message.message("quant")).ifPresent(findings::add);
    Message translated = Message.of(Pulsar2Fields.of(message), file.toString());
    return new PulsarConfiguration(new PulsarFile(file, translated, "", findings), false);
  }

  /** Samples for the table of precision that no model takes as they are. */
  private static Optional<Finding> samples(Message quant) {
    boolean named = quant.text(Pulsar2Fields.SAMPLES).filter(text -> !text.isEmpty()).isPresent();
    if (!named || Pulsar2Fields.hasOwnSamples(quant)) {
      return Optional.empty();
    }
    return Optional.of(
        quant.flag("precision_analysis")
            ? Finding.warning(
                "config.not-available",
                quant.where(Pulsar2Fields.SAMPLES),
                "'input_sample_dir' is not available for pictures and for several inputs: the table"
                    + " is of the calibration samples; 'plumb verify' compares others")
            : Finding.info(
                "config.no-effect",
                quant.where(Pulsar2Fields.SAMPLES),
                "'input_sample_dir' has no effect without precision_analysis"));
  }
}
