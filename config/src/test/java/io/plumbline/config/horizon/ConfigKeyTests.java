package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.yaml.YamlReader;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented key: what it does to a request, and what it says. */
class ConfigKeyTests {
  /** A key with a value that shows in the request. */
  record Effect(String group, String yaml, Predicate<CompileRequest> seen) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  private static final String PICTURE =
      "input_parameters:\n  input_name: 'x'\n  input_type_rt: nv12\n  input_type_train: bgr\n";

  static List<Effect> effects() {
    List<Effect> effects = new ArrayList<>();
    model(effects);
    input(effects);
    calibration(effects);
    effects.add(new Effect("compiler_parameters", "jobs: 3", r -> r.threads() == 3));
    effects.add(
        new Effect(
            "compiler_parameters",
            "input_source: {x: resizer}\n" + PICTURE,
            r -> picture(r).picture().source() == InputSource.RESIZER));
    return effects;
  }

  private static void model(List<Effect> effects) {
    String group = "model_parameters";
    effects.add(new Effect(group, "onnx_model: n.onnx", r -> r.files().model().endsWith("n.onnx")));
    effects.add(
        new Effect(
            group,
            "caffe_model: n.caffemodel\n  prototxt: n.prototxt",
            r -> r.files().prototxt().filter(path -> path.endsWith("n.prototxt")).isPresent()));
    effects.add(
        new Effect(group, "prototxt: p\n  caffe_model: m", r -> r.files().model().endsWith("m")));
    effects.add(new Effect(group, "march: generic", r -> r.target().name().equals("generic")));
    effects.add(
        new Effect(
            group,
            "march: {name: mine, schemes: [{name: wide, activation: int16, asymmetric: false}]}",
            r ->
                r.target().name().equals("mine")
                    && r.target().scheme().activation() == DType.INT16
                    && !r.target().scheme().asymmetric()));
    effects.add(new Effect(group, "output_model_file_prefix: net", r -> r.prefix().equals("net")));
    effects.add(new Effect(group, "working_dir: w", r -> r.folder().endsWith("w")));
    effects.add(new Effect(group, "layer_out_dump: True", r -> r.deployment().layerOutputs()));
    effects.add(
        new Effect(
            group, "output_nodes: 'a; b'", r -> r.ports().outputNodes().equals(List.of("a", "b"))));
    effects.add(
        new Effect(
            group,
            "remove_node_type: 'Quantize;Dequantize'",
            r -> r.deployment().removedTypes().equals(List.of("Quantize", "Dequantize"))));
    effects.add(
        new Effect(
            group, "remove_node_name: a", r -> r.deployment().removedNames().equals(List.of("a"))));
    effects.add(
        new Effect(
            group,
            "set_node_data_type: 'a:float32'",
            r -> r.options().wishes().equals(List.of(Wish.real("a")))));
    effects.add(
        new Effect(
            group,
            "node_info: {a: {ON: CPU}, b: {ON: BPU, InputType: int16}, c: {OutputType: int8}}",
            r ->
                r.options()
                    .wishes()
                    .equals(
                        List.of(Wish.real("a"), node("b", Scheme.INT16), node("c", Scheme.INT8)))));
    effects.add(
        new Effect(
            group, "debug_mode: dump_calibration_data", r -> r.deployment().calibrationDump()));
  }

  private static void input(List<Effect> effects) {
    String group = "input_parameters";
    String types = "\n  input_type_rt: nv12\n  input_type_train: bgr";
    effects.add(
        new Effect(group, "input_name: y" + types, r -> r.ports().pictures().containsKey("y")));
    effects.add(
        new Effect(
            group,
            "input_type_rt: yuv444\n  input_type_train: rgb",
            r -> picture(r).picture().device() == PictureType.YUV444));
    effects.add(
        new Effect(
            group,
            "input_type_train: gray\n  input_type_rt: gray",
            r -> picture(r).picture().training() == PictureType.GRAY));
    effects.add(
        new Effect(
            group,
            "input_layout_train: NHWC" + types,
            r -> picture(r).picture().trainingLayout() == PictureLayout.NHWC));
    effects.add(
        new Effect(
            group,
            "input_layout_rt: NCHW\n  input_type_rt: rgb\n  input_type_train: rgb",
            r -> picture(r).picture().layout() == PictureLayout.NCHW));
    effects.add(
        new Effect(
            group,
            "input_space_and_range: bt601_video" + types,
            r -> picture(r).picture().swing() == Swing.STUDIO));
    effects.add(
        new Effect(
            group,
            "input_shape: 1x3x8x8",
            r -> r.ports().shapes().containsValue(Shape.of(1, 3, 8, 8))));
    effects.add(new Effect(group, "input_batch: 4", r -> r.deployment().batch() == 4));
    effects.add(
        new Effect(
            group, "separate_batch: True", r -> r.deployment().separated().equals(List.of(""))));
    effects.add(
        new Effect(
            group,
            "separate_name: x\n  input_name: 'x; y'",
            r -> r.deployment().separated().equals(List.of("x"))));
    effects.add(
        new Effect(
            group,
            "norm_type: data_mean_and_scale\n  mean_value: 1 2 3\n  scale_value: 0.5" + types,
            r -> picture(r).mean().equals(List.of(1.0, 2.0, 3.0))));
    effects.add(
        new Effect(
            group,
            "norm_type: data_scale\n  mean_value: 0\n  scale_value: 0.5" + types,
            r -> picture(r).scale().equals(List.of(0.5))));
    effects.add(
        new Effect(
            group,
            "norm_type: no_preprocess\n  mean_value: 0 0 0\n  std_value: 1" + types,
            r -> picture(r).scale().equals(List.of(1.0))));
    effects.add(
        new Effect(
            group,
            "mean_value: '1,2,3'" + types,
            r -> picture(r).mean().equals(List.of(1.0, 2.0, 3.0))));
    effects.add(
        new Effect(
            group, "scale_value: 0.25" + types, r -> picture(r).scale().equals(List.of(0.25))));
    effects.add(
        new Effect(group, "std_value: 4" + types, r -> picture(r).scale().equals(List.of(0.25))));
  }

  private static void calibration(List<Effect> effects) {
    String group = "calibration_parameters";
    effects.add(
        new Effect(group, "cal_data_dir: d", r -> data(r).folders().getFirst().endsWith("d")));
    effects.add(
        new Effect(
            group,
            "cal_data_type: uint8",
            r -> data(r).rawTypes().equals(List.of(Optional.of(DType.UINT8)))));
    effects.add(
        new Effect(
            group,
            "preprocess: {transformers: [HWC2CHWTransformer]}",
            r -> data(r).preprocess().isPresent()));
    effects.add(new Effect(group, "preprocess_on: True", r -> data(r).resizes()));
    effects.add(
        new Effect(
            group, "calibration_type: kl", r -> r.options().calibrator() instanceof Calibrator.Kl));
    effects.add(
        new Effect(
            group, "target_agreement: 95", r -> r.goal().equals(Goal.NONE.withAgreement(0.95))));
    effects.add(
        new Effect(
            group, "target_cosine: 0.999", r -> r.goal().equals(Goal.NONE.withCosine(0.999))));
    effects.add(new Effect(group, "budget: 20", r -> r.goal().equals(Goal.NONE.withBudget(0.2))));
    effects.add(new Effect(group, "effort: fast", r -> r.effort() == Effort.FAST));
    effects.add(
        new Effect(
            group,
            "max_percentile: 0.9999\n  calibration_type: max",
            r -> r.options().calibrator().equals(new Calibrator.MaxPercentile(0.9999))));
    effects.add(
        new Effect(
            group,
            "run_on_cpu: a;b",
            r -> r.options().wishes().equals(List.of(Wish.real("a"), Wish.real("b")))));
    effects.add(
        new Effect(
            group,
            "run_on_bpu: a;b",
            r ->
                r.options()
                    .wishes()
                    .equals(List.of(node("a", Scheme.INT8), node("b", Scheme.INT8)))));
    effects.add(
        new Effect(
            group,
            "optimization: set_model_output_int8",
            r -> r.options().outputs().equals(Optional.of(Scheme.INT8))));
    effects.add(
        new Effect(
            group,
            "optimization: set_model_output_int16",
            r -> r.options().outputs().equals(Optional.of(Scheme.INT16))));
    effects.add(
        new Effect(
            group,
            "optimization: 'set_all_nodes_int16,set_Softmax_output_int8'",
            r ->
                r.options()
                    .wishes()
                    .equals(
                        List.of(
                            new Wish(new Selector.All(), Scheme.INT16),
                            new Wish(new Selector.Type("Softmax"), Scheme.INT8)))));
    effects.add(
        new Effect(
            group,
            "optimization: set_Conv_input_int16",
            r ->
                r.options()
                    .wishes()
                    .equals(List.of(new Wish(new Selector.Type("Conv"), Scheme.INT16)))));
    effects.add(
        new Effect(
            group,
            "run_on_bpu: a\n  optimization: set_all_nodes_int16",
            r -> r.options().wishes().contains(node("a", Scheme.INT16))));
    effects.add(
        new Effect(
            group,
            "run_on_cpu: a; b\n  quant_config: {node_config: {b: {input0: int8, input1: int16}}}",
            r -> r.options().wishes().equals(List.of(Wish.real("a"), node("b", Scheme.INT16)))));
    effects.add(
        new Effect(
            group,
            "quant_config: {model_config: {all_node_type: int16, model_output_type: int16}}",
            r ->
                r.options().wishes().equals(List.of(new Wish(new Selector.All(), Scheme.INT16)))
                    && r.options().outputs().equals(Optional.of(Scheme.INT16))));
    effects.add(
        new Effect(
            group,
            "quant_config: {subgraph_config: {head: {inputs: [a], outputs: [b, c], qtype: int16}}}",
            r ->
                r.options()
                    .wishes()
                    .equals(
                        List.of(
                            new Wish(
                                new Selector.Between(List.of("a"), List.of("b", "c")),
                                Scheme.INT16)))));
    effects.add(
        new Effect(
            group,
            "quant_config: {op_config: {Softmax: {qtype: float32}}}",
            r ->
                r.options()
                    .wishes()
                    .equals(List.of(new Wish(new Selector.Type("Softmax"), Scheme.FLOAT32)))));
  }

  private static Wish node(String name, Scheme scheme) {
    return new Wish(new Selector.Node(name), scheme);
  }

  private static InputPreparation picture(CompileRequest request) {
    return request.ports().pictures().firstEntry().getValue();
  }

  private static FolderData data(CompileRequest request) {
    return (FolderData) request.calibration();
  }

  @ParameterizedTest
  @MethodSource("effects")
  void aKeyIsSeenInTheRequest(Effect effect) {
    assertThat(settings(effect.group(), effect.yaml()).request()).matches(effect.seen());
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
        new Note(model, "march: bayes-e", info, "config.vendor-target", "'generic'"),
        new Note(model, "node_info: 'a:mxint8'", warning, missing, "node 'a': mxint8"),
        new Note(
            model,
            "node_info: {a: {InputType0: int8, InputType1: int16}}",
            info,
            "config.one-type",
            "node 'a': int16 is used"),
        new Note(model, "set_node_data_type: 'a:int8'", info, "config.migrated", "node_info"),
        new Note(calibration, "per_channel: True", warning, missing, "per tensor"),
        new Note(calibration, "calibration_type: mix", info, "config.migrated", "mse"),
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
            "quant_config: {model_config: {modelwise_search: {metric: mse}}}",
            warning,
            missing,
            "search"),
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
        new Note(compiler, "core_num: 2", info, none, "one core"),
        new Note(compiler, "max_time_per_fc: 1000", info, none, "not scheduled"),
        new Note(compiler, "advice: 0.5", info, none, "always written"),
        new Note(compiler, "cache_mode: enable", info, none, "no cache"),
        new Note(compiler, "cache_path: c", info, none, "no cache"),
        new Note(compiler, "max_l2m_size: 0", info, none, "no such memory"),
        new Note(compiler, "ability_entry: 1", info, none, "no such switch"),
        new Note(compiler, "extra_params: {a: 1}", info, none, "no such switch"),
        new Note(compiler, "hbdk3_compatible_mode: true", info, none, "no such switch"),
        new Note("custom_op", "custom_op_method: register", info, none, "Python"),
        new Note("custom_op", "op_register_files: a.py;b.py", info, none, "Python"),
        new Note("custom_op", "custom_op_dir: ops", info, none, "Python"));
  }

  @ParameterizedTest
  @MethodSource("notes")
  void whatIsNotDoneIsSaid(Note note) {
    assertThat(settings(note.group(), note.yaml()).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).isEqualTo(note.code());
              assertThat(finding.severity()).isEqualTo(note.severity());
              assertThat(finding.message()).contains(note.message());
              assertThat(finding.where()).contains("c.yaml:");
            });
  }

  /** A value that does not do. */
  record Mistake(String group, String yaml, String message) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  static List<Mistake> mistakes() {
    String model = "model_parameters";
    String input = "input_parameters";
    String calibration = "calibration_parameters";
    String picture = "\n  input_type_rt: rgb\n  input_type_train: rgb";
    return List.of(
        new Mistake(model, "onnx_model: a\n  caffe_model: b", "both an ONNX and a Caffe model"),
        new Mistake(model, "prototxt: a", "'model_parameters.caffe_model' is missing"),
        new Mistake(model, "caffe_model: a", "'model_parameters.prototxt' is missing"),
        new Mistake(model, "march: generc", "did you mean 'generic'"),
        new Mistake(model, "march: missing.yaml", "there is no such file"),
        new Mistake(model, "march: {name: a, schema: b}", "did you mean 'schemes'"),
        new Mistake(model, "remove_node_type: Quantise", "did you mean 'Quantize'"),
        new Mistake(model, "debug_mode: dump", "expected dump_calibration_data"),
        new Mistake(model, "layer_out_dump: maybe", "expected true | false"),
        new Mistake(model, "node_info: {a: {OutputType0: int8}}", "'OutputType0' is no key"),
        new Mistake(model, "node_info: {a: {ON: GPU}}", "expected BPU | CPU, found 'GPU'"),
        new Mistake(model, "node_info: 'a'", "expected Conv_0:int16;Conv_1:int16"),
        new Mistake(input, "input_type_rt: nv1", "did you mean 'nv12'"),
        new Mistake(
            input,
            "input_type_rt: gray\n  input_type_train: rgb",
            "input_type_rt 'gray' cannot feed input_type_train 'rgb'"),
        new Mistake(
            input,
            "input_type_rt: rgb\n  input_type_train: yuv444",
            "input_type_rt 'rgb' cannot feed input_type_train 'yuv444'"),
        new Mistake(input, "input_type_rt: nv12", "cannot feed input_type_train 'featuremap'"),
        new Mistake(input, "input_layout_train: NCHV", "did you mean 'NCHW'"),
        new Mistake(
            input, "input_space_and_range: bt601_video" + picture, "expected regular for rgb"),
        new Mistake(input, "input_shape: 1xax3", "expected a shape such as 1x3x224x224"),
        new Mistake(
            input,
            "input_name: 'a; b'\n  input_shape: 1x3",
            "a value for each of 2 inputs, separated by ';'"),
        new Mistake(input, "input_batch: 0", "a whole number from 1 to 4096"),
        new Mistake(input, "input_batch: 2\n  input_shape: 2x3x8x8", "another first extent than 1"),
        new Mistake(
            input,
            "separate_batch: true\n  separate_name: a\n  input_name: a",
            "both separate_batch and separate_name"),
        new Mistake(input, "norm_type: data_mean" + picture, "norm_type is 'data_mean'"),
        new Mistake(input, "mean_value: 1", "None for a featuremap"),
        new Mistake(input, "mean_value: 1 x" + picture, "numbers separated by blanks"),
        new Mistake(input, "std_value: 0" + picture, "numbers other than 0"),
        new Mistake(
            input, "std_value: 1\n  scale_value: 1" + picture, "both scale_value and std_value"),
        new Mistake(calibration, "calibration_type: maxx", "did you mean 'max'"),
        new Mistake(calibration, "effort: balenced", "did you mean 'balanced'"),
        new Mistake(
            calibration,
            "effort: fast\n  optimization: bias_correction",
            "'effort: fast' does without it"),
        new Mistake(calibration, "max_percentile: 99.99", "a number from 0.5 to 1"),
        new Mistake(
            calibration,
            "max_percentile: 0.99\n  calibration_type: kl",
            "goes with calibration_type max"),
        new Mistake(calibration, "cal_data_type: float", "did you mean 'float32'"),
        new Mistake(calibration, "optimization: asymetric", "did you mean 'asymmetric'"),
        new Mistake(
            calibration,
            "quant_config: {model_config: {activation: {calibration_typ: max}}}",
            "did you mean 'calibration_type'"),
        new Mistake(
            calibration, "quant_config: {node_config: {a: {qtype: int7}}}", "expected int8"),
        new Mistake("compiler_parameters", "jobs: many", "a whole number from 0 to 1024"),
        new Mistake("compiler_parameters", "optimize_level: O4", "expected O0 | O1 | O2 | O3"),
        new Mistake("compiler_parameters", "core_num: 9", "a whole number from 1 to 4"),
        new Mistake(
            "compiler_parameters",
            "input_source: {x: pyramide}\n" + PICTURE,
            "ddr | pyramid | resizer"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aValueThatDoesNotDoIsNamed(Mistake mistake) {
    assertThatThrownBy(() -> settings(mistake.group(), mistake.yaml()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(mistake.message());
  }

  @Test
  void everyKeyHasACase() {
    Set<String> covered = new TreeSet<>();
    effects().forEach(each -> covered.add(each.group() + "." + firstKey(each.yaml())));
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

  /** The settings of a configuration that is complete but for the keys under test. */
  private static CompileSettings settings(String group, String yaml) {
    StringBuilder text = new StringBuilder();
    boolean namesModel =
        yaml.contains("onnx_model") || yaml.contains("caffe") || yaml.contains("prototxt");
    if (group.equals("model_parameters")) {
      text.append("model_parameters:\n  ").append(yaml).append('\n');
      text.append(namesModel ? "" : "  onnx_model: m.onnx\n");
    } else {
      text.append("model_parameters:\n  onnx_model: m.onnx\n");
      text.append(group).append(":\n  ").append(yaml).append('\n');
    }
    String data = "  cal_data_dir: cal\n";
    if (!group.equals("calibration_parameters")) {
      text.append("calibration_parameters:\n").append(data);
    } else if (!yaml.contains("cal_data_dir")) {
      text.append(data);
    }
    String all = text.toString();
    return new CompileSettings(
        ConfigFile.check(YamlReader.parse(all, "c.yaml"), Path.of("c.yaml")));
  }
}
