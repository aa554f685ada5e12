package io.plumbline.pipeline.trial;

import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Sha256;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Tries the rungs one after the other, each from the best settings so far on, until the target is
 * reached, nothing is left, or another trial would take longer than there is time.
 */
public final class Ladder {
  private static final double NANOS = 1e9;

  private final Workshop workshop;
  private final HeldOut heldOut;
  private final Settings settings;
  private final Plan plan;
  private final Progress progress;
  private final long begin;
  private final List<Trial> trials = new ArrayList<>();
  private Optional<Trial> best = Optional.empty();
  private double longest;

  /**
   * What is wanted.
   *
   * @param seconds that all of it may take
   * @param judges samples to judge by; empty to keep a part of the calibration samples apart
   * @param most samples to judge by
   */
  public record Plan(Aim aim, double seconds, Optional<Judges> judges, int most) {}

  private Ladder(
      Workshop workshop,
      HeldOut heldOut,
      Settings settings,
      Plan plan,
      Progress progress,
      long begin) {
    this.workshop = workshop;
    this.heldOut = heldOut;
    this.settings = settings;
    this.plan = plan;
    this.progress = progress;
    this.begin = begin;
  }

  /**
   * Climbs.
   *
   * @throws io.plumbline.tensor.PlumblineException when the settings as given make no program
   */
  public static Climb climb(Settings settings, Plan plan, Progress progress) {
    long begin = System.nanoTime();
    CompileRequest given = settings.request(Tuning.AS_GIVEN);
    progress.stage("calibrate");
    try (Workshop workshop = Workshop.open(settings, progress)) {
      HeldOut heldOut =
          plan.judges()
              .map(judges -> judges.load(given, workshop.engine(), plan.most()))
              .orElseGet(
                  () ->
                      HeldOut.load(
                          workshop.apart().spread(plan.most()),
                          Optional.empty(),
                          workshop.engine(),
                          given.threads()));
      return new Ladder(workshop, heldOut, settings, plan, progress, begin).run();
    }
  }

  private Climb run() {
    progress.stage("tune");
    Ending ending = ending();
    Trial winner = best.orElseThrow();
    CompileRequest request = settings.request(winner.tuning());
    Quantized quantized = workshop.fitted(request, true, progress);
    return new Climb(
        plan.aim(),
        heldOut.size(),
        trials,
        winner,
        ending,
        Sha256.of(MemorySegment.ofArray(Workshop.bytes(quantized, request))),
        seconds());
  }

  private Ending ending() {
    for (Rung rung : Rung.values()) {
      Tuning from = best.map(Trial::tuning).orElse(Tuning.AS_GIVEN);
      for (Tuning tuning : rung.proposals(from, workshop.footing())) {
        // The program of the best settings is made once more at the end.
        if (best.isPresent() && seconds() + 2 * longest > plan.seconds()) {
          return Ending.OUT_OF_TIME;
        }
        if (!attempt(rung, tuning)) {
          return Ending.OUT_OF_TIME;
        }
        if (plan.aim().isMet(best.orElseThrow().outcome())) {
          return Ending.MET;
        }
      }
    }
    return Ending.EXHAUSTED;
  }

  /** Whether there was time to try settings. */
  private boolean attempt(Rung rung, Tuning tuning) {
    long start = System.nanoTime();
    try {
      CompileRequest request = settings.request(tuning);
      Quantized quantized =
          workshop.fitted(request, plan.judges().isPresent(), new Deadline(progress, this));
      Program program = Workshop.program(quantized, request);
      Outcome outcome = heldOut.outcome(program);
      double seconds = (System.nanoTime() - start) / NANOS;
      boolean better = best.filter(trial -> !isBetter(outcome, trial.outcome())).isEmpty();
      Trial trial = new Trial(rung, tuning, outcome, seconds, better);
      trials.add(trial);
      longest = Math.max(longest, seconds);
      best = better ? Optional.of(trial) : best;
      progress.message(rung.label() + ": " + tuning.label());
      return true;
    } catch (CancellationException e) {
      if (progress.cancelled() || best.isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  /** By the aim, and by the cosine where the aim is equally near. */
  private boolean isBetter(Outcome one, Outcome other) {
    int order = Double.compare(plan.aim().figure(one), plan.aim().figure(other));
    return order > 0 || (order == 0 && one.cosine().value() > other.cosine().value());
  }

  private double seconds() {
    return (System.nanoTime() - begin) / NANOS;
  }

  /** Calls a search off when the time is over. */
  private record Deadline(Progress progress, Ladder ladder) implements Progress {
    @Override
    public void stage(String name) {}

    @Override
    public void update(long done, long total) {}

    @Override
    public void message(String text) {}

    @Override
    public boolean cancelled() {
      return progress.cancelled()
          || (ladder.best.isPresent() && ladder.seconds() > ladder.plan.seconds());
    }
  }
}
