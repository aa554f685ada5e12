package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.yaml.YamlReader;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.trial.Tuning;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tuning sets is what the text asks for, whatever {@code quant_config} said of it. */
class TuningTextTests {
  private static final String GROUPS =
      "model_parameters:\n  onnx_model: m.onnx\ncalibration_parameters:\n  cal_data_dir: d\n";

  @TempDir private Path folder;

  private static Tuning tuning(String calibration, boolean asymmetric, String... floatNodes) {
    return new Tuning(
        Optional.of(calibration).filter(name -> !name.isEmpty()),
        OptionalDouble.empty(),
        Optional.empty(),
        asymmetric,
        OptionalDouble.empty(),
        List.of(floatNodes));
  }

  private ConfigFile config(String text) {
    return ConfigFile.check(YamlReader.parse(text, "c.yaml"), folder.resolve("c.yaml"));
  }

  private String changed(String quantConfig, Tuning tuning) {
    String text = GROUPS + "  quant_config: " + quantConfig + "\n  effort: fast # kept\n";
    return TuningText.changed(text, config(text), tuning);
  }

  private CompileRequest request(String text) {
    return new CompileSettings(config(text)).request();
  }

  @Test
  void keepsAQuantConfigThatSaysNothingOfIt() {
    String quant =
        "{model_config: {model_output_type: float32, activation: {asymmetric: false}, weight:"
            + " {per_channel: true}}}";
    assertThat(changed(quant, tuning("max", false))).contains("quant_config: " + quant + "\n");
  }

  @Test
  void rangesAreFoundAsTuned() {
    String text =
        changed(
            "{model_config: {default: {activation: {calibration_type: [kl, mse], max_percentile:"
                + " 0.9, per_channel: false}}, layerwise_search: {metric: mae}}, modelwise_search:"
                + " {metric: mse}}",
            tuning("max", false));
    CompileRequest request = request(text);
    assertThat(request.search()).as(text).isEmpty();
    assertThat(request.options().calibration().base().calibrator())
        .isInstanceOf(Calibrator.Max.class);
    assertThat(text).contains("per_channel: false", "effort: fast # kept");
  }

  @Test
  void aSearchOverNodesStays() {
    CompileRequest request =
        request(
            changed(
                "{node_config: {a: {activation: {calibration_type: [kl, max]}}}}",
                tuning("default", false)));
    assertThat(request.search().orElseThrow().choices())
        .extracting(Search.Choice::selector)
        .containsExactly(new Selector.Node("a"));
  }

  @Test
  void zeroPointsAreFreeAsTuned() {
    String text = changed("{model_config: {activation: {asymmetric: false}}}", tuning("", true));
    assertThat(request(text).target().scheme().asymmetric()).as(text).isTrue();
    assertThat(text).doesNotContain("quant_config");
  }

  @Test
  void nodesStayInFloatAsTuned() {
    CompileRequest request =
        request(
            changed(
                "{node_config: {'a b': {qtype: int16, activation: {calibration_type: kl}}, c: {ON:"
                    + " BPU}}}",
                tuning("", false, "a b")));
    assertThat(request.options().wishes())
        .filteredOn(wish -> wish.selector().equals(new Selector.Node("a b")))
        .extracting(Wish::scheme)
        .containsOnly(Scheme.FLOAT32);
  }

  @Test
  void aFileOfItsOwnIsTakenInWhereItWouldWin() throws IOException {
    Files.writeString(
        folder.resolve("q.json"),
        "{\"model_config\": {\"model_output_type\": \"int8\", \"activation\":"
            + " {\"calibration_type\": \"kl\"}}}");
    Tuning effort =
        new Tuning(
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.of(Effort.BEST),
            false,
            OptionalDouble.empty(),
            List.of());
    assertThat(changed("q.json", effort)).contains("quant_config: q.json\n");
    String text = changed("q.json", tuning("max", false));
    assertThat(text).contains("quant_config: {model_config: {model_output_type: int8}}");
    assertThat(request(text).options().calibration().base().calibrator())
        .isInstanceOf(Calibrator.Max.class);
  }
}
