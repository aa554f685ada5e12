package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented key: what it does to a request, and what it says. */
class ConfigKeyTests {
  @ParameterizedTest
  @MethodSource("io.plumbline.config.horizon.KeyEffect#all")
  void aKeyIsSeenInTheRequest(KeyEffect effect) {
    assertThat(KeySettings.of(effect.group(), effect.yaml()).request()).matches(effect.seen());
  }

  /** A key or value that is read and does nothing, or something else than was asked for. */
  record Note(String group, String yaml, Finding.Severity severity, String code, String message) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  static List<Note> notes() {
    Finding.Severity info = Finding.Severity.INFO;
    Finding.Severity warning = Finding.Severity.WARNING;
    String model = "model_parameters";
    String calibration = "calibration_parameters";
    String compiler = "compiler_parameters";
    String none = "config.no-effect";
    String missing = "config.not-available";
    return List.of(
        new Note(model, "log_level: 2", info, none, "the log file holds everything"),
        new Note(model, "enable_vpu: true", info, none, "no vector unit"),
        new Note(model, "enable_spu: true", info, none, "no scalar unit"),
        new Note(model, "march: bayes-e", info, "config.vendor-target", "'npu-symmetric-int8'"),
        new Note(model, "node_info: 'a:mxint8'", warning, missing, "node 'a': mxint8"),
        new Note(
            model,
            "node_info: {a: {InputType0: int8, InputType1: int16}}",
            info,
            "config.one-type",
            "node 'a': int16 is used"),
        new Note(
            model,
            "node_info: 'a:int8;b:float'\n  set_node_data_type: 'a:int16;a:int8'",
            info,
            "config.one-type",
            "node 'a': int16 is used"),
        new Note(
            calibration,
            "optimization: 'set_all_nodes_int16,set_Conv_input_int16,set_Conv_output_int8'",
            info,
            "config.one-type",
            "nodes of type 'Conv': int16 is used"),
        new Note(
            calibration,
            "run_on_cpu: 'a;b'\n  run_on_bpu: 'c;a'",
            warning,
            "config.contradiction",
            "node 'a': float32 is used, and not int8, which is asked for at c.yaml:5"),
        new Note(
            calibration,
            "run_on_cpu: a\n  quant_config: {node_config: {a: {qtype: int16}}}",
            warning,
            "config.contradiction",
            "node 'a': int16 is used, and not float32"),
        new Note(
            calibration,
            "quant_config: {model_config: {layerwise_search: {metric: mse}}}",
            info,
            none,
            "those of calibration_type default"),
        new Note(
            calibration,
            "quant_config: {model_config: {layerwise_search: {metric: mse}}}\n"
                + "  calibration_type: kl",
            warning,
            none,
            "names one way, 'kl'"),
        new Note(model, "set_node_data_type: 'a:int8'", info, "config.migrated", "node_info"),
        new Note(calibration, "per_channel: True", info, "config.migrated", "effort balanced"),
        new Note(
            calibration,
            "per_channel: True\n  effort: fast",
            warning,
            missing,
            "not available with effort fast"),
        new Note(
            calibration, "calibration_type: skip", warning, "config.calibration-skipped", "random"),
        new Note(calibration, "optimization: set_Softmax_output_int8", info, none, "integer form"),
        new Note(
            calibration,
            "optimization: 'asymmetric,bias_correction'",
            info,
            "config.migrated",
            "effort balanced"),
        new Note(
            calibration,
            "quant_config: {activation: {asymmetric: false}}",
            warning,
            "config.flat-quant-config",
            "model_config"),
        new Note(
            "input_parameters",
            "input_layout_rt: NHWC\n  input_type_rt: nv12\n  input_type_train: rgb",
            info,
            none,
            "two planes"),
        new Note(compiler, "compile_mode: latency", info, none, "not scheduled"),
        new Note(compiler, "balance_factor: 50", info, none, "not scheduled"),
        new Note(compiler, "optimize_level: O3", info, none, "all optimisations"),
        new Note(compiler, "debug: True", info, none, "always kept"),
        new Note(compiler, "core_num: 2", info, none, "not divided between cores"),
        new Note(compiler, "max_time_per_fc: 1000", info, none, "not scheduled"),
        new Note(compiler, "advice: 0.5", info, none, "always written"),
        new Note(compiler, "cache_mode: enable", info, none, "no cache"),
        new Note(compiler, "cache_path: c", info, none, "no cache"),
        new Note(compiler, "max_l2m_size: 0", info, none, "not laid out in a device's memory"),
        new Note(compiler, "ability_entry: 1", info, none, "a switch of a vendor's compiler"),
        new Note(compiler, "extra_params: {a: 1}", info, none, "a switch of a vendor's compiler"),
        new Note(
            compiler, "hbdk3_compatible_mode: true", info, none, "a switch of a vendor's compiler"),
        new Note("custom_op", "custom_op_method: register", info, none, "Python"),
        new Note("custom_op", "op_register_files: a.py;b.py", info, none, "Python"),
        new Note("custom_op", "custom_op_dir: ops", info, none, "Python"));
  }

  @ParameterizedTest
  @MethodSource("notes")
  void whatIsNotDoneIsSaid(Note note) {
    assertThat(KeySettings.of(note.group(), note.yaml()).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).isEqualTo(note.code());
              assertThat(finding.severity()).isEqualTo(note.severity());
              assertThat(finding.message()).contains(note.message());
              assertThat(finding.where()).contains("c.yaml:");
            });
  }

  @Test
  void floatIsAWordForFloat32() {
    CompileSettings settings = KeySettings.of("model_parameters", "node_info: 'a:float;a:int8'");
    assertThat(settings.request().options().wishes())
        .containsExactly(new Wish(new Selector.Node("a"), Scheme.FLOAT32));
  }

  @Test
  void theWidestOfTheOlderKeysIsUsed() {
    CompileSettings settings =
        KeySettings.of("model_parameters", "node_info: 'a:int16'\n  set_node_data_type: 'a:int8'");
    assertThat(settings.request().options().wishes())
        .containsExactly(new Wish(new Selector.Node("a"), Scheme.INT16));
  }

  @Test
  void anIntegerTypeIsNoContradictionOfTheIntegerUnit() {
    CompileSettings settings =
        KeySettings.of(
            "calibration_parameters",
            "run_on_bpu: a\n  quant_config: {node_config: {a: {qtype: int16}}}");
    assertThat(settings.findings()).isEmpty();
  }

  /** It was refused where max was not the first of the list. */
  @Test
  void aPercentileGoesWithAnyListThatHasMax() {
    for (String keys :
        List.of(
            "quant_config: {model_config: {activation: {calibration_type: [mse, max],"
                + " max_percentile: 0.999}}}",
            "max_percentile: 0.999\n"
                + "  quant_config: {model_config: {activation: {calibration_type: [mse, max]}}}")) {
      CompileSettings settings = KeySettings.of("calibration_parameters", keys);
      assertThat(settings.request().search().orElseThrow().candidates())
          .extracting(Candidate::method)
          .containsExactly("mse", "max-percentile:0.999");
    }
  }

  @Test
  void everyKeyHasACase() {
    Set<String> covered = new TreeSet<>();
    KeyEffect.all().forEach(each -> covered.add(each.group() + "." + firstKey(each.yaml())));
    notes().forEach(each -> covered.add(each.group() + "." + firstKey(each.yaml())));
    Set<String> documented = new TreeSet<>();
    ConfigCatalogue.ALL.stream()
        .filter(ConfigKey::isWritten)
        .forEach(key -> documented.add(key.path()));
    assertThat(covered).isEqualTo(documented);
  }

  private static String firstKey(String yaml) {
    return yaml.substring(0, yaml.indexOf(':'));
  }
}
