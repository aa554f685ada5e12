package io.plumbline.data.inspect;

import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Collects facts about calibration samples while they are loaded and tells at the end what is
 * suspicious about them. Samples may come from several threads, in any order and more than once;
 * the findings depend on the samples alone.
 */
public final class CalibrationInspector {
  /** Fewer samples than this show too little of what activations do. */
  public static final int FEW = 20;

  /** More samples than this cost time and change ranges no more. */
  public static final int MANY = 200;

  private record SampleFacts(String name, List<TensorFacts> inputs, long hash) {}

  private final List<ExpectedInput> inputs;
  private final OptionalInt most;
  private final ConcurrentSkipListMap<Integer, SampleFacts> samples = new ConcurrentSkipListMap<>();

  /**
   * Expects samples.
   *
   * @param inputs of the model
   */
  public CalibrationInspector(List<ExpectedInput> inputs) {
    this(inputs, OptionalInt.empty());
  }

  /**
   * Expects some of the samples that there are.
   *
   * @param inputs of the model
   * @param most how many a configuration takes; empty for all
   */
  public CalibrationInspector(List<ExpectedInput> inputs, OptionalInt most) {
    this.inputs = List.copyOf(inputs);
    this.most = most;
  }

  /**
   * Looks at one sample.
   *
   * @param index its place in the order of samples
   * @param name its file
   * @param tensors by input name, before the model's own normalisation
   */
  public void add(int index, String name, Map<String, Tensor> tensors) {
    if (samples.containsKey(index)) {
      return;
    }
    List<TensorFacts> facts = new ArrayList<>();
    long hash = 0;
    for (ExpectedInput input : inputs) {
      Tensor tensor = tensors.get(input.name());
      if (tensor == null) {
        throw new IllegalArgumentException("sample without input '" + input.name() + "'");
      }
      TensorFacts ofInput = TensorFacts.of(tensor, input);
      facts.add(ofInput);
      hash = TensorFacts.mix(hash, ofInput.hash());
    }
    samples.put(index, new SampleFacts(name, List.copyOf(facts), hash));
  }

  /** What is suspicious about the samples seen so far, in a fixed order. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (samples.isEmpty()) {
      return findings;
    }
    amount(findings);
    duplicates(findings);
    for (InputSamples given : byInput()) {
      ScaleChecks scale = ScaleChecks.of(given);
      scale.finding().ifPresent(findings::add);
      InputSamples input = scale.inScale();
      findings.addAll(ContentChecks.of(input, inputs.size() == 1));
      findings.addAll(RangeChecks.of(input));
      findings.addAll(LayoutChecks.of(input));
    }
    return findings;
  }

  /** Statistics of every input over all samples seen so far. */
  public List<InputSummary> summaries() {
    return byInput().stream().map(InputSummary::of).toList();
  }

  private List<InputSamples> byInput() {
    Collection<SampleFacts> seen = samples.values();
    List<String> names = seen.stream().map(SampleFacts::name).toList();
    List<InputSamples> all = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      List<TensorFacts> facts = seen.stream().map(sample -> sample.inputs().get(input)).toList();
      all.add(new InputSamples(inputs.get(i), names, facts, facts.size()));
    }
    return all;
  }

  private void amount(List<Finding> findings) {
    String source = inputs.getFirst().source();
    if (most.isPresent() && samples.size() < most.getAsInt()) {
      findings.add(
          Finding.info(
              "data.fewer-than-asked",
              source,
              String.format(
                  Locale.ROOT,
                  "%s used, and the configuration asks for %d",
                  Count.of(samples.size(), "calibration sample is", "calibration samples are"),
                  most.getAsInt())));
    }
    if (samples.size() < FEW) {
      findings.add(
          Finding.warning(
              "data.few-samples",
              source,
              String.format(
                  Locale.ROOT,
                  "%s%s; give %d to %d that show what the device will see",
                  Count.of(samples.size(), "calibration sample"),
                  isAllThatIsAsked() ? ", all that the configuration takes" : "",
                  FEW,
                  MANY)));
    } else if (samples.size() > MANY) {
      findings.add(
          Finding.info(
              "data.many-samples",
              source,
              String.format(
                  Locale.ROOT,
                  "%d calibration samples; %d to %d are enough and take less time",
                  samples.size(),
                  FEW,
                  MANY)));
    }
  }

  private boolean isAllThatIsAsked() {
    return most.isPresent() && samples.size() == most.getAsInt();
  }

  private void duplicates(List<Finding> findings) {
    Map<Long, String> first = new HashMap<>();
    List<String> repeated = new ArrayList<>();
    for (SampleFacts sample : samples.values()) {
      String earlier = first.putIfAbsent(sample.hash(), sample.name());
      if (earlier != null) {
        repeated.add(sample.name() + " = " + earlier);
      }
    }
    if (!repeated.isEmpty()) {
      findings.add(
          Finding.warning(
              "data.duplicates",
              inputs.getFirst().source(),
              InputSamples.count(repeated, samples.size())
                  + " repeat an earlier one and show the model nothing new; leave them out"));
    }
  }
}
