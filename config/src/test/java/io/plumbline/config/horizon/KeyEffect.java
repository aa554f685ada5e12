package io.plumbline.config.horizon;

import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Gates.LabelledPictures;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.Metric;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** A key with a value that shows in the request. */
record KeyEffect(String group, String yaml, Predicate<CompileRequest> seen) {
  @Override
  public String toString() {
    return yaml;
  }

  /** How a configuration tells of one picture input. */
  static final String PICTURE =
      "input_parameters:\n  input_name: 'x'\n  input_type_rt: nv12\n  input_type_train: bgr\n";

  static List<KeyEffect> all() {
    List<KeyEffect> effects = new ArrayList<>();
    model(effects);
    input(effects);
    calibration(effects);
    effects.add(new KeyEffect("compiler_parameters", "jobs: 3", r -> r.threads() == 3));
    effects.add(
        new KeyEffect(
            "compiler_parameters",
            "input_source: {x: resizer}\n" + PICTURE,
            r -> picture(r).picture().source() == InputSource.RESIZER));
    return effects;
  }

  private static void gates(String group, List<KeyEffect> effects) {
    effects.add(
        new KeyEffect(
            group, "min_cosine: 0.99", r -> r.gates().cosine().equals(OptionalDouble.of(0.99))));
    effects.add(
        new KeyEffect(
            group,
            "min_agreement: 95",
            r -> r.gates().agreement().equals(OptionalDouble.of(0.95))));
    effects.add(
        new KeyEffect(
            group,
            "max_drop: 1\n  evaluation_data: e",
            r -> r.gates().drop().equals(OptionalDouble.of(0.01))));
    effects.add(
        new KeyEffect(
            group,
            "evaluation_data: e",
            r -> r.gates().labelled().filter(given -> given.data().endsWith("e")).isPresent()));
    effects.add(
        new KeyEffect(
            group,
            "evaluation_labels: l.txt\n  evaluation_data: e",
            r ->
                r.gates()
                    .labelled()
                    .flatMap(LabelledPictures::labels)
                    .filter(file -> file.endsWith("l.txt"))
                    .isPresent()));
  }

  private static void model(List<KeyEffect> effects) {
    String group = "model_parameters";
    effects.add(
        new KeyEffect(group, "onnx_model: n.onnx", r -> r.files().model().endsWith("n.onnx")));
    effects.add(
        new KeyEffect(
            group,
            "caffe_model: n.caffemodel\n  prototxt: n.prototxt",
            r -> r.files().prototxt().filter(path -> path.endsWith("n.prototxt")).isPresent()));
    effects.add(
        new KeyEffect(
            group, "prototxt: p\n  caffe_model: m", r -> r.files().model().endsWith("m")));
    effects.add(
        new KeyEffect(group, "march: generic-int8", r -> r.target().name().equals("generic-int8")));
    effects.add(
        new KeyEffect(
            group,
            "march: {name: mine, schemes: [{name: wide, activation: int16, asymmetric: false}]}",
            r ->
                r.target().name().equals("mine")
                    && r.target().scheme().activation() == DType.INT16
                    && !r.target().scheme().asymmetric()));
    effects.add(
        new KeyEffect(group, "output_model_file_prefix: net", r -> r.prefix().equals("net")));
    effects.add(new KeyEffect(group, "working_dir: w", r -> r.folder().endsWith("w")));
    effects.add(new KeyEffect(group, "layer_out_dump: True", r -> r.deployment().layerOutputs()));
    effects.add(
        new KeyEffect(
            group, "output_nodes: 'a; b'", r -> r.ports().outputNodes().equals(List.of("a", "b"))));
    effects.add(
        new KeyEffect(
            group,
            "remove_node_type: 'Quantize;Dequantize'",
            r -> r.deployment().removedTypes().equals(List.of("Quantize", "Dequantize"))));
    effects.add(
        new KeyEffect(
            group, "remove_node_name: a", r -> r.deployment().removedNames().equals(List.of("a"))));
    effects.add(
        new KeyEffect(
            group,
            "set_node_data_type: 'a:float32'",
            r -> r.options().wishes().equals(List.of(Wish.real("a")))));
    effects.add(
        new KeyEffect(
            group,
            "node_info: {a: {ON: CPU}, b: {ON: BPU, InputType: int16}, c: {OutputType: int8}}",
            r ->
                r.options()
                    .wishes()
                    .equals(
                        List.of(Wish.real("a"), node("b", Scheme.INT16), node("c", Scheme.INT8)))));
    effects.add(
        new KeyEffect(
            group, "debug_mode: dump_calibration_data", r -> r.deployment().calibrationDump()));
  }

  private static void input(List<KeyEffect> effects) {
    String group = "input_parameters";
    String types = "\n  input_type_rt: nv12\n  input_type_train: bgr";
    effects.add(
        new KeyEffect(group, "input_name: y" + types, r -> r.ports().pictures().containsKey("y")));
    effects.add(
        new KeyEffect(
            group,
            "input_type_rt: yuv444\n  input_type_train: rgb",
            r -> picture(r).picture().device() == PictureType.YUV444));
    effects.add(
        new KeyEffect(
            group,
            "input_type_train: gray\n  input_type_rt: gray",
            r -> picture(r).picture().training() == PictureType.GRAY));
    effects.add(
        new KeyEffect(
            group,
            "input_layout_train: NHWC" + types,
            r -> picture(r).picture().trainingLayout() == PictureLayout.NHWC));
    effects.add(
        new KeyEffect(
            group,
            "input_layout_rt: NCHW\n  input_type_rt: rgb\n  input_type_train: rgb",
            r -> picture(r).picture().layout() == PictureLayout.NCHW));
    effects.add(
        new KeyEffect(
            group,
            "input_space_and_range: bt601_video" + types,
            r -> picture(r).picture().swing() == Swing.STUDIO));
    effects.add(
        new KeyEffect(
            group,
            "input_shape: 1x3x8x8",
            r -> r.ports().shapes().containsValue(Shape.of(1, 3, 8, 8))));
    effects.add(new KeyEffect(group, "input_batch: 4", r -> r.deployment().batch() == 4));
    effects.add(
        new KeyEffect(
            group, "separate_batch: True", r -> r.deployment().separated().equals(List.of(""))));
    effects.add(
        new KeyEffect(
            group,
            "separate_name: x\n  input_name: 'x; y'",
            r -> r.deployment().separated().equals(List.of("x"))));
    effects.add(
        new KeyEffect(
            group,
            "norm_type: data_mean_and_scale\n  mean_value: 1 2 3\n  scale_value: 0.5" + types,
            r -> picture(r).mean().equals(List.of(1.0, 2.0, 3.0))));
    effects.add(
        new KeyEffect(
            group,
            "norm_type: data_scale\n  mean_value: 0\n  scale_value: 0.5" + types,
            r -> picture(r).scale().equals(List.of(0.5))));
    effects.add(
        new KeyEffect(
            group,
            "norm_type: no_preprocess\n  mean_value: 0 0 0\n  std_value: 1" + types,
            r -> picture(r).scale().equals(List.of(1.0))));
    effects.add(
        new KeyEffect(
            group,
            "mean_value: '1,2,3'" + types,
            r -> picture(r).mean().equals(List.of(1.0, 2.0, 3.0))));
    effects.add(
        new KeyEffect(
            group, "scale_value: 0.25" + types, r -> picture(r).scale().equals(List.of(0.25))));
    effects.add(
        new KeyEffect(
            group, "std_value: 4" + types, r -> picture(r).scale().equals(List.of(0.25))));
  }

  private static List<String> methods(CompileRequest request) {
    return request.search().orElseThrow().candidates().stream().map(Candidate::method).toList();
  }

  private static void calibration(List<KeyEffect> effects) {
    String group = "calibration_parameters";
    effects.add(
        new KeyEffect(group, "cal_data_dir: d", r -> data(r).folders().getFirst().endsWith("d")));
    effects.add(
        new KeyEffect(
            group,
            "cal_data_type: uint8",
            r -> data(r).rawTypes().equals(List.of(Optional.of(DType.UINT8)))));
    effects.add(
        new KeyEffect(
            group,
            "preprocess: {transformers: [HWC2CHWTransformer]}",
            r -> data(r).preprocess().isPresent()));
    effects.add(
        new KeyEffect(
            group, "calibration_size: 32", r -> data(r).most().equals(OptionalInt.of(32))));
    effects.add(
        new KeyEffect(group, "random_data: True", r -> r.calibration().equals(new RandomData())));
    effects.add(new KeyEffect(group, "preprocess_on: True", r -> data(r).resizes()));
    effects.add(
        new KeyEffect(
            group,
            "calibration_type: kl",
            r -> r.options().calibration().base().calibrator() instanceof Calibrator.Kl));
    effects.add(
        new KeyEffect(
            group,
            "calibration_type: default",
            r -> r.search().equals(Optional.of(Search.usual()))));
    effects.add(
        new KeyEffect(
            group, "calibration_type: mix", r -> r.search().equals(Optional.of(Search.mixture()))));
    effects.add(
        new KeyEffect(
            group,
            "quant_config: {model_config: {activation: {calibration_type: [max, kl],"
                + " max_percentile: [0.9999, 1.0], asymmetric: [true, false]}, layerwise_search:"
                + " {metric: mse}}}",
            r ->
                methods(r)
                        .equals(
                            List.of(
                                "max-percentile:0.9999",
                                "max-percentile:0.9999,symmetric",
                                "max",
                                "max,symmetric",
                                "kl",
                                "kl,symmetric"))
                    && r.search().orElseThrow().scope() == Search.Scope.LAYERS
                    && r.search().orElseThrow().metric() == Metric.MSE));
    effects.add(
        new KeyEffect(
            group,
            "calibration_type: kl\n  quant_config: {node_config: {a: {qtype: int16, activation:"
                + " {asymmetric: false}}}}",
            r ->
                r.search().orElseThrow().choices().stream()
                    .map(Search.Choice::candidates)
                    .toList()
                    .equals(List.of(List.of(new Candidate(new Calibrator.Kl(), true))))));
    effects.add(
        new KeyEffect(
            group, "target_agreement: 95", r -> r.goal().equals(Goal.NONE.withAgreement(0.95))));
    effects.add(
        new KeyEffect(
            group, "target_cosine: 0.999", r -> r.goal().equals(Goal.NONE.withCosine(0.999))));
    gates(group, effects);
    effects.add(new KeyEffect(group, "noise_budget: True", CompileRequest::noiseBudget));
    effects.add(
        new KeyEffect(group, "budget: 20", r -> r.goal().equals(Goal.NONE.withBudget(0.2))));
    effects.add(
        new KeyEffect(
            group,
            "plan: f/p_plan.json",
            r -> r.plan().filter(file -> file.endsWith("f/p_plan.json")).isPresent()));
    effects.add(new KeyEffect(group, "effort: fast", r -> r.effort() == Effort.FAST));
    effects.add(
        new KeyEffect(
            group,
            "max_percentile: 0.9999\n  calibration_type: max",
            r ->
                r.options()
                    .calibration()
                    .base()
                    .calibrator()
                    .equals(new Calibrator.MaxPercentile(0.9999))));
    effects.add(
        new KeyEffect(
            group,
            "run_on_cpu: a;b",
            r -> r.options().wishes().equals(List.of(Wish.real("a"), Wish.real("b")))));
    effects.add(
        new KeyEffect(
            group,
            "run_on_bpu: a;b",
            r ->
                r.options()
                    .wishes()
                    .equals(List.of(node("a", Scheme.INT8), node("b", Scheme.INT8)))));
    effects.add(
        new KeyEffect(
            group,
            "optimization: set_model_output_int8",
            r -> r.options().outputs().equals(Optional.of(Scheme.INT8))));
    effects.add(
        new KeyEffect(
            group,
            "optimization: set_model_output_int16",
            r -> r.options().outputs().equals(Optional.of(Scheme.INT16))));
    effects.add(
        new KeyEffect(
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
        new KeyEffect(
            group,
            "optimization: set_Conv_input_int16",
            r ->
                r.options()
                    .wishes()
                    .equals(List.of(new Wish(new Selector.Type("Conv"), Scheme.INT16)))));
    effects.add(
        new KeyEffect(
            group,
            "run_on_bpu: a\n  optimization: set_all_nodes_int16",
            r -> r.options().wishes().contains(node("a", Scheme.INT16))));
    effects.add(
        new KeyEffect(
            group,
            "run_on_cpu: a; b\n  quant_config: {node_config: {b: {input0: int8, input1: int16}}}",
            r -> r.options().wishes().equals(List.of(Wish.real("a"), node("b", Scheme.INT16)))));
    effects.add(
        new KeyEffect(
            group,
            "quant_config: {model_config: {all_node_type: int16, model_output_type: int16}}",
            r ->
                r.options().wishes().equals(List.of(new Wish(new Selector.All(), Scheme.INT16)))
                    && r.options().outputs().equals(Optional.of(Scheme.INT16))));
    effects.add(
        new KeyEffect(
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
        new KeyEffect(
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
}
