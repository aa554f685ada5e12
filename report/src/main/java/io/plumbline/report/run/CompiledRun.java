package io.plumbline.report.run;

import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.tensor.BadDataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code P.json} says of a compilation. The same inputs give the same bytes: there are no
 * times and no folders of a machine in it.
 *
 * @param title the name of the model's file
 * @param about what was compiled, with what
 * @param verdict whether the result can be trusted
 * @param next what to do, the most useful first
 * @param stages the models on the way, in order
 * @param inputs names of the graph's inputs
 * @param outputs of the optimised graph, and how true they are
 * @param layers what is computed, in execution order
 * @param tensors what layers hand to each other, and what is known of them
 * @param weights constant operands of integer products
 * @param findings in the order they were made
 */
public record CompiledRun(
    String title,
    List<FactGroup> about,
    Verdict verdict,
    List<NextStep> next,
    List<StageModel> stages,
    List<String> inputs,
    List<OutputTruth> outputs,
    List<Layer> layers,
    List<TensorFacts> tensors,
    List<WeightFacts> weights,
    List<Remark> findings) {
  /** What {@code kind} is in the JSON. */
  public static final String KIND = "compile";

  private static final int FORMAT = 1;

  public CompiledRun {
    about = List.copyOf(about);
    next = List.copyOf(next);
    stages = List.copyOf(stages);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
    tensors = List.copyOf(tensors);
    weights = List.copyOf(weights);
    findings = List.copyOf(findings);
  }

  /** The text of the file. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("kind", KIND);
    root.put("format", FORMAT);
    root.putAll(RecordTree.write(this));
    return Json.pretty(root);
  }

  /** Whether a tree is that of such a file, of this format or another. */
  public static boolean isOne(Object tree) {
    return tree instanceof Map<?, ?> map && KIND.equals(map.get("kind"));
  }

  /**
   * The run of a file.
   *
   * @param where the file's name
   * @throws BadDataException when it is damaged or of another format
   */
  public static CompiledRun read(Object tree, String where) {
    if (!(tree instanceof Map<?, ?> map
        && String.valueOf(FORMAT).equals(String.valueOf(map.get("format"))))) {
      throw new BadDataException(
          "report.format",
          where,
          "it is not of format %d, which this version reads".formatted(FORMAT),
          "compile the model again");
    }
    try {
      return RecordTree.read(tree, CompiledRun.class);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(
          "report.damaged",
          where,
          "it is damaged: " + e.getMessage(),
          "compile the model again",
          e);
    }
  }
}
