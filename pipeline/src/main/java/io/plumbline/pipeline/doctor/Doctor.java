package io.plumbline.pipeline.doctor;

import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.verify.score.PairedGain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Looks for the one change of a recipe that answers speak for most, makes it, and looks again until
 * nothing is left to mend.
 *
 * <p>A mistake is named when the change gains what chance explains once in 100 by a paired test
 * over pictures, corrected for the number of variations (Bonferroni), and enough to matter. Of
 * changes that the pictures cannot tell from the best the one of the earliest suspect is named.
 */
public final class Doctor {
  /** The share of right recipes that a change may be suggested for by chance. */
  public static final double LEVEL = 0.01;

  private static final int MOST_MISTAKES = 3;

  /** How many pictures variations are first measured on. */
  private static final int FIRST_PICTURES = 24;

  /** How many variations are measured on all pictures. */
  private static final int FINALISTS = 12;

  /** What gains less than this share of the evidence, or of 1 nat where that is more, is left. */
  private static final double LEAST_GAIN = 0.03;

  /** The share of a gain that a mere factor on answers does not explain; mistakes have 0.4…0.6. */
  private static final double LEAST_CONTENT = 0.2;

  /** How many errors of a mean gain the true one may lie above it. */
  private static final double ERRORS = 2;

  private static final double EXPLAINED = 0.98;
  private static final double NEAR = 0.8;
  private static final double INDISTINCT = -1.5;
  private static final double HOPELESS = -3;

  private final Laboratory laboratory;
  private final Evidence evidence;
  private final Progress progress;

  private Doctor(Laboratory laboratory, Evidence evidence, Progress progress) {
    this.laboratory = laboratory;
    this.evidence = evidence;
    this.progress = progress;
  }

  /**
   * Looks for mistakes.
   *
   * @param labels class of each picture; empty where they are not known
   * @throws PlumblineException when neither the recipe nor any variation of it makes an input
   */
  public static Diagnosis diagnose(
      Laboratory laboratory, Recipe recipe, Optional<List<Integer>> labels, Progress progress) {
    return new Doctor(laboratory, new Evidence(labels), progress).run(recipe);
  }

  private Diagnosis run(Recipe recipe) {
    progress.stage("doctor");
    List<Round> rounds = new ArrayList<>();
    Recipe current = recipe;
    boolean mended = true;
    while (mended && rounds.size() < MOST_MISTAKES) {
      Round round = round(current);
      rounds.add(round);
      mended = round.mistake().isPresent();
      current = round.mistake().map(found -> found.variation().recipe()).orElse(current);
    }
    return new Diagnosis(recipe, current, evidence.labels().isPresent(), rounds);
  }

  private Round round(Recipe recipe) {
    List<Variation> variations = distinct(recipe);
    Optional<PlumblineException> obstacle = laboratory.obstacle(recipe);
    return obstacle.isPresent()
        ? unblocked(variations, obstacle.get())
        : compared(recipe, variations);
  }

  /** Those that make an input, and another one than the recipe and all before them. */
  private List<Variation> distinct(Recipe recipe) {
    List<Variation> distinct = new ArrayList<>();
    List<float[]> known = new ArrayList<>();
    laboratory.specimen(recipe).ifPresent(known::add);
    for (Variation each : Suspect.variations(recipe, laboratory.frame())) {
      Optional<float[]> specimen = laboratory.specimen(each.recipe());
      if (specimen.isPresent()
          && known.stream().noneMatch(other -> Laboratory.areClose(specimen.get(), other))) {
        known.add(specimen.get());
        distinct.add(each);
      }
    }
    return distinct;
  }

  /** The best of what makes an input at all. */
  private Round unblocked(List<Variation> variations, PlumblineException obstacle) {
    if (variations.isEmpty()) {
      throw obstacle;
    }
    int pictures = Math.min(FIRST_PICTURES, laboratory.pictures());
    Suspect earliest = variations.getFirst().suspect();
    List<Ranked> ranked =
        variations.stream()
            .filter(each -> each.suspect() == earliest)
            .flatMap(each -> ranked(each, pictures, Optional.empty()).stream())
            .sorted(Comparator.comparingDouble(Ranked::evidence).reversed())
            .toList();
    return new Round(Optional.empty(), ranked, ranked.stream().findFirst(), List.of(), pictures);
  }

  private Round compared(Recipe recipe, List<Variation> variations) {
    int all = laboratory.pictures();
    int few = Math.min(FIRST_PICTURES, all);
    Round first = measured(recipe, variations, variations.size(), few);
    if (few == all || first.ranked().isEmpty()) {
      return first;
    }
    boolean isClear = first.mistake().filter(found -> found.chance() < LEVEL / 100).isPresent();
    return measured(recipe, isClear ? nearBest(first) : finalists(first), variations.size(), all);
  }

  /** Those that gain about as much as the best. */
  private static List<Variation> nearBest(Round round) {
    double most = gained(round.ranked().getFirst());
    return round.ranked().stream()
        .filter(each -> gained(each) >= NEAR * most)
        .limit(FINALISTS)
        .map(Ranked::variation)
        .toList();
  }

  private static double gained(Ranked ranked) {
    return ranked.gain().map(PairedGain::mean).orElse(0.0);
  }

  /** Those that may still be best, the best of each suspect among them. */
  private static List<Variation> finalists(Round round) {
    Set<Ranked> kept = new LinkedHashSet<>();
    SequencedMap<Suspect, Ranked> best = new LinkedHashMap<>();
    round.ranked().stream()
        .filter(each -> each.gain().map(PairedGain::t).orElse(0.0) > HOPELESS)
        .forEach(each -> best.putIfAbsent(each.variation().suspect(), each));
    kept.addAll(best.sequencedValues());
    round.ranked().stream().limit(FINALISTS).forEach(kept::add);
    return kept.stream().limit(FINALISTS).map(Ranked::variation).toList();
  }

  /**
   * @param tried how many variations there were to begin with
   */
  private Round measured(Recipe recipe, List<Variation> variations, int tried, int pictures) {
    Answers answers = laboratory.answers(recipe, pictures);
    double[] base = evidence.of(answers);
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < variations.size(); i++) {
      ranked(variations.get(i), pictures, Optional.of(base)).ifPresent(ranked::add);
      progress.update(i + 1L, variations.size());
    }
    ranked.sort(Comparator.comparingDouble(Ranked::evidence).reversed());
    Standing standing = standing(answers, base);
    Optional<Ranked> named = named(recipe, standing, ranked, tried, pictures);
    return new Round(
        Optional.of(standing),
        ranked,
        named,
        named.isPresent() ? List.of() : undecided(standing, ranked, tried),
        pictures);
  }

  /**
   * Changes that may gain enough to matter within two errors of their mean, and are not sure to
   * gain anything.
   */
  private static List<Undecided> undecided(Standing base, List<Ranked> ranked, int tried) {
    double least = leastGain(base);
    List<Undecided> undecided = new ArrayList<>();
    for (Ranked each : ranked) {
      each.gain()
          .filter(gain -> gain.mean() + ERRORS * gain.error() >= least)
          .filter(gain -> gain.chance() * tried >= LEVEL)
          .ifPresent(
              gain ->
                  undecided.add(
                      new Undecided(each.variation(), gain.needed(least, LEVEL / tried))));
    }
    return undecided;
  }

  private static double leastGain(Standing base) {
    return LEAST_GAIN * Math.max(1, Math.abs(base.evidence()));
  }

  private Optional<Ranked> ranked(Variation variation, int pictures, Optional<double[]> base) {
    return laboratory
        .tried(variation.recipe(), pictures)
        .map(
            answers -> {
              double[] found = evidence.of(answers);
              return new Ranked(
                  variation,
                  standing(answers, found),
                  base.map(other -> PairedGain.of(found, other)),
                  1);
            });
  }

  private Standing standing(Answers answers, double[] found) {
    double sum = 0;
    for (double each : found) {
      sum += each;
    }
    return new Standing(
        sum / found.length, evidence.accuracy(answers), Evidence.confidence(answers));
  }

  private Optional<Ranked> named(
      Recipe recipe, Standing base, List<Ranked> ranked, int tried, int pictures) {
    double least = leastGain(base);
    List<Ranked> better =
        ranked.stream()
            .filter(each -> each.gain().filter(gain -> gain.mean() >= least).isPresent())
            .map(each -> each.withChance(Math.min(1, each.gain().orElseThrow().chance() * tried)))
            .filter(each -> each.chance() < LEVEL)
            .filter(each -> isOfContent(each, recipe, pictures))
            .toList();
    return better.stream()
        .filter(each -> isAsGood(each, better.getFirst(), pictures))
        .min(Comparator.comparing(each -> each.variation().suspect()));
  }

  /** Whether answers do not merely get surer. */
  private boolean isOfContent(Ranked each, Recipe recipe, int pictures) {
    Answers found = laboratory.answers(each.variation().recipe(), pictures);
    double content =
        PairedGain.of(
                evidence.ofContent(found), evidence.ofContent(laboratory.answers(recipe, pictures)))
            .mean();
    return content >= LEAST_CONTENT * each.gain().orElseThrow().mean();
  }

  private boolean isAsGood(Ranked one, Ranked best, int pictures) {
    double gained = one.gain().orElseThrow().mean();
    double most = best.gain().orElseThrow().mean();
    return gained >= EXPLAINED * most
        || PairedGain.of(values(one, pictures), values(best, pictures)).t() > INDISTINCT;
  }

  private double[] values(Ranked ranked, int pictures) {
    return evidence.of(laboratory.answers(ranked.variation().recipe(), pictures));
  }
}
