package io.plumbline.report.html;

import io.plumbline.report.run.Bars;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.report.run.FactGroup;
import io.plumbline.report.run.Layer;
import io.plumbline.report.run.NextStep;
import io.plumbline.report.run.OutputTruth;
import io.plumbline.report.run.Remark;
import io.plumbline.report.run.StageModel;
import io.plumbline.report.run.TensorFacts;
import io.plumbline.report.run.Truth;
import io.plumbline.report.run.Verdict;
import io.plumbline.report.run.WeightFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A run of a network of some length with branches, whose names are made by a function. */
record MadeRun(int layers, String prefix) {
  CompiledRun run() {
    List<Layer> made = new ArrayList<>();
    List<TensorFacts> tensors = new ArrayList<>();
    List<WeightFacts> weights = new ArrayList<>();
    tensors.add(tensor(name("in"), 1));
    for (int i = 0; i < layers; i++) {
      made.add(layer(i));
      tensors.add(tensor(value(i), i));
      weights.add(weight(i));
    }
    String output = value(layers - 1);
    return new CompiledRun(
        name("model") + ".onnx",
        List.of(new FactGroup("model", List.of(new FactGroup.Fact(name("key"), name("fact"))))),
        new Verdict(Verdict.Level.CHECK, name("sentence"), List.of(name("reason"))),
        List.of(new NextStep(name("why"), Optional.of("plumb eval " + name("command")))),
        List.of(
            new StageModel(
                "quantized",
                name("file"),
                name("meaning"),
                Optional.of(layers),
                Optional.of(0.9991),
                Optional.of(0.99))),
        List.of(name("in")),
        List.of(new OutputTruth(output, Optional.of(truth(layers)))),
        made,
        tensors,
        weights,
        List.of(
            new Remark(
                "plan.extreme-range",
                "warning",
                value(1),
                List.of(made.get(1).name()),
                made.get(1).origins(),
                name("message"))));
  }

  String name(String word) {
    return prefix + word;
  }

  String value(int i) {
    return name("value" + i);
  }

  private Layer layer(int i) {
    List<String> inputs = new ArrayList<>();
    inputs.add(i == 0 ? name("in") : value(i - 1));
    if (i % 5 == 4) {
      inputs.add(value(i - 3));
    }
    return new Layer(
        name("layer" + i),
        List.of(name("origin" + i), name("norm" + i)),
        List.of(name("layer" + i)),
        i % 5 == 4 ? "Add" : "Conv+Relu",
        "int8",
        i % 7 == 3 ? "int16" : "int8",
        i % 7 == 3 ? name("because") : "",
        1000L * i,
        inputs,
        List.of(value(i)),
        List.of(name("weight" + i)),
        i % 11 == 10 ? Optional.empty() : Optional.of(truth(i)));
  }

  private Truth truth(int i) {
    double decibels = i % 13 == 12 ? Double.POSITIVE_INFINITY : 55 - 40.0 * i / layers;
    return new Truth(
        i % 17 == 16 ? Double.NaN : 0.99995, 0.9999, 0.999, name("sample"), 20, decibels, 0.01 * i);
  }

  private TensorFacts tensor(String value, int i) {
    return new TensorFacts(
        value,
        "float32[1,16,8,8]",
        Optional.of(new TensorFacts.Integers("int8", 0.02f, -3, 2.5f, -2.4f, 2.5f, name("method"))),
        Optional.of(
            new TensorFacts.Observed(
                4096,
                -3f,
                3f,
                Optional.of(0.001 * (i % 4)),
                Optional.of(
                    new Bars(
                        -3,
                        6 / 64.0,
                        LongStream.range(0, 64)
                            .map(bin -> 1000 / (1 + Math.abs(bin - 32)))
                            .boxed()
                            .toList())))));
  }

  private WeightFacts weight(int i) {
    return new WeightFacts(
        name("weight" + i),
        "int8[16,16,3,3]",
        name("method"),
        16,
        0.001f,
        0.1f,
        IntStream.range(0, 16)
            .mapToObj(
                channel ->
                    new WeightFacts.Box(
                        channel, -0.1f * channel, -0.02f, 0.001f, 0.03f, 0.1f * channel, 1.6f))
            .toList());
  }
}
