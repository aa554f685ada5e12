package io.plumbline.formats.caffe.prototxt;

import java.util.List;

/**
 * Which layers exist when a trained network is used: phase TEST, level 0, no stages. A layer with
 * include rules needs one that holds; one with exclude rules none that holds.
 */
public final class PhaseRules {
  private enum Phase {
    TRAIN,
    TEST
  }

  private PhaseRules() {}

  public static boolean inTest(TextMessage layer) {
    List<TextMessage> include = layer.messages("include");
    if (!include.isEmpty()) {
      return include.stream().anyMatch(PhaseRules::holds);
    }
    return layer.messages("exclude").stream().noneMatch(PhaseRules::holds)
        && layer.choice("phase", Phase.TEST) == Phase.TEST;
  }

  private static boolean holds(TextMessage rule) {
    return rule.choice("phase", Phase.TEST) == Phase.TEST
        && rule.integer("min_level", 0) <= 0
        && rule.integer("max_level", 0) >= 0
        && rule.strings("stage").isEmpty();
  }
}
