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
    analysis(message.message("quant")).ifPresent(findings::add);
    Message translated = Message.of(Pulsar2Fields.of(message), file.toString());
    return new PulsarConfiguration(new PulsarFile(file, translated, translated, findings), false);
  }

  /** Layers that are each fed what the float model has are measured by another command. */
  private static Optional<Finding> analysis(Message quant) {
    boolean alone = quant.text("precision_analysis_method").filter("PerLayer"::equals).isPresent();
    return quant.flag("precision_analysis") && alone
        ? Optional.of(
            Finding.warning(
                "config.not-available",
                quant.where("precision_analysis_method"),
                "'PerLayer': the table is that of EndToEnd, in which errors add up; the error that"
                    + " each layer makes on its own is measured by 'plumb debug causes'"))
        : Optional.empty();
  }
}
