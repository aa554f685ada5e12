package io.plumbline.pipeline.verification.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The questions of the vendor's recommended process of accuracy verification, in its order,
 * answered by a ladder.
 */
final class Checklist {
  private Checklist() {}

  /** What is known of a question. */
  enum Answer {
    YES,
    NO,
    NOT_CHECKED;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** One question. */
  record Item(String question, Answer answer, String evidence) {}

  static List<Item> of(Ladder ladder) {
    List<Item> items = new ArrayList<>();
    items.add(
        new Item(
            "the float model gives what the training framework gives",
            Answer.NOT_CHECKED,
            "compare dumped results of the framework: plumb verify --gt DIR"));
    items.add(configuration(ladder));
    items.add(
        item(
            ladder,
            LadderStage.OPTIMISED,
            "the optimised model gives what the original float model gives"));
    items.add(
        item(
            ladder, LadderStage.CALIBRATED, "rounding to the steps of the plan keeps the outputs"));
    items.add(program(ladder));
    items.add(device(ladder));
    return items;
  }

  private static Item device(Ladder ladder) {
    String question = "the device, and the application on it, give what the integer program gives";
    Optional<Rung> module = ladder.rung(LadderStage.MODULE).filter(Rung::diverges);
    return ladder.rung(LadderStage.DEVICE).isPresent()
        ? item(ladder, module.isPresent() ? LadderStage.MODULE : LadderStage.DEVICE, question)
        : new Item(
            question,
            Answer.NOT_CHECKED,
            "say -m MODULE@DEVICE, or of what it dumped verify --gt DIR");
  }

  private static Item configuration(Ladder ladder) {
    String question =
        "the configuration is right: the original float model gives what the float model gives";
    Item given = item(ladder, LadderStage.ORIGINAL, question);
    Optional<Rung> configured = ladder.rung(LadderStage.CONFIGURED).filter(Rung::isCompared);
    if (configured.isEmpty()) {
      return given.answer() == Answer.YES
          ? new Item(
              question,
              Answer.YES,
              given.evidence() + "; its mean, scale and colours only with --float-preprocess")
          : given;
    }
    return configured.get().diverges() || given.answer() == Answer.YES
        ? item(ladder, LadderStage.CONFIGURED, question)
        : given;
  }

  private static Item program(Ladder ladder) {
    String question = "the integer program gives what the graph gives that it was made of";
    Optional<Rung> ptq = ladder.rung(LadderStage.PTQ).filter(Rung::diverges);
    return ptq.isPresent()
        ? item(ladder, LadderStage.PTQ, question)
        : item(ladder, LadderStage.QUANTIZED, question);
  }

  private static Item item(Ladder ladder, LadderStage stage, String question) {
    Optional<Rung> rung = ladder.rung(stage);
    if (rung.isEmpty() || !rung.get().isCompared()) {
      return new Item(
          question,
          Answer.NOT_CHECKED,
          rung.map(found -> found.file().failure())
              .filter(text -> !text.isEmpty())
              .orElse("there is nothing to compare with"));
    }
    return rung.get().diverges()
        ? new Item(question, Answer.NO, rung.get().reasons().getFirst())
        : new Item(question, Answer.YES, rung.get().criterion());
  }
}
