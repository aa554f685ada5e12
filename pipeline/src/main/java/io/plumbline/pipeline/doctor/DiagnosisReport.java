package io.plumbline.pipeline.doctor;

import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A diagnosis for people and machines.
 *
 * @param where the configuration
 */
public record DiagnosisReport(Diagnosis diagnosis, String where) {
  private static final int SHOWN = 8;

  /** One table for each look at variations, the last one without a mistake. */
  public List<Section.Table> tables() {
    List<Section.Table> tables = new ArrayList<>();
    for (int i = 0; i < diagnosis.rounds().size(); i++) {
      Round round = diagnosis.rounds().get(i);
      String what =
          i == 0 ? "the configuration" : String.format(Locale.ROOT, "it with %d changed", i);
      tables.add(
          new Section.Table(
              String.format(
                  Locale.ROOT,
                  "Variations of %s, on %s%s",
                  what,
                  Count.of(round.pictures(), "picture"),
                  diagnosis.labelled() ? "" : ", no labels"),
              List.of(
                  "Change",
                  "Evidence, nats",
                  "Gain",
                  "t",
                  diagnosis.labelled() ? "Top-1 %" : "Mean confidence %",
                  "By chance"),
              rows(round)));
    }
    return tables;
  }

  private List<List<Cell>> rows(Round round) {
    List<List<Cell>> rows = new ArrayList<>();
    round
        .base()
        .ifPresent(
            base ->
                rows.add(
                    List.of(
                        Cell.of("(as it is)"),
                        Cell.real(base.evidence(), 3),
                        Cell.missing(),
                        Cell.missing(),
                        Cell.real(100 * shown(base), 1),
                        Cell.missing())));
    round.ranked().stream().limit(SHOWN).forEach(each -> rows.add(row(each, round)));
    return rows;
  }

  private List<Cell> row(Ranked each, Round round) {
    boolean named = round.mistake().filter(found -> isSame(found, each)).isPresent();
    return List.of(
        Cell.of((named ? "* " : "") + each.variation().change()),
        Cell.real(each.evidence(), 3),
        each.gain().map(gain -> Cell.real(gain.mean(), 3)).orElseGet(Cell::missing),
        each.gain().map(gain -> Cell.real(gain.t(), 1)).orElseGet(Cell::missing),
        Cell.real(100 * shown(each.standing()), 1),
        round
            .mistake()
            .filter(found -> isSame(found, each) && each.gain().isPresent())
            .map(found -> Cell.of(chance(found.chance())))
            .orElseGet(Cell::missing));
  }

  private static boolean isSame(Ranked one, Ranked other) {
    return one.variation().equals(other.variation());
  }

  private double shown(Standing standing) {
    return standing.accuracy().orElse(standing.confidence());
  }

  private static String chance(double chance) {
    return chance < 1e-6
        ? "below 1 in a million"
        : String.format(Locale.ROOT, "1 in %.0f", 1 / chance);
  }

  /** One warning for each mistake, the gravest first. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Round round : diagnosis.rounds()) {
      round.mistake().ifPresent(found -> findings.add(finding(round, found)));
    }
    return findings;
  }

  /** What mends the mistakes that were found, in the order of finding. */
  public List<String> changes() {
    return diagnosis.mistakes().stream().map(found -> found.variation().change()).toList();
  }

  /** What was found where no mistake is named, and what could not be judged, a line each. */
  public List<String> verdict() {
    List<Undecided> undecided = diagnosis.undecided();
    boolean none = diagnosis.mistakes().isEmpty();
    if (undecided.isEmpty()) {
      return none ? List.of("no mistake found in the preparation of pictures") : List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s%s too few to tell whether %s:",
            none ? "no mistake is proven, but " : "beyond that, ",
            Count.of(diagnosis.rounds().getLast().pictures(), "picture is", "pictures are"),
            undecided.size() == 1 ? "this change would help" : "these changes would help"));
    undecided.stream().limit(SHOWN).map(DiagnosisReport::line).forEach(lines::add);
    if (undecided.size() > SHOWN) {
      lines.add(String.format(Locale.ROOT, "  and %d more", undecided.size() - SHOWN));
    }
    lines.add(
        diagnosis.labelled()
            ? "give more pictures with --data and --labels, or a higher --limit"
            : "give more pictures with --data, and their classes with --labels, which tell more");
    return lines;
  }

  private static String line(Undecided each) {
    return String.format(
        Locale.ROOT,
        "  %s (about %s needed)",
        each.variation().change(),
        Count.of(rounded(each), "picture"));
  }

  /** Two digits, upwards: more are not known. */
  private static long rounded(Undecided each) {
    long unit = 1;
    while (each.needed() / unit >= 100) {
      unit *= 10;
    }
    return Math.ceilDiv(each.needed(), unit) * unit;
  }

  private Finding finding(Round round, Ranked found) {
    Suspect suspect = found.variation().suspect();
    return Finding.warning(
        suspect.code(),
        where,
        suspect.label()
            + (round.base().isPresent()
                ? measured(round.base().get(), found, round)
                : blocked(found))
            + "; "
            + found.variation().change());
  }

  private String measured(Standing base, Ranked found, Round round) {
    return String.format(
        Locale.ROOT,
        ": on %s %s goes from %.1f %% to %.1f %%, evidence from %.2f to %.2f nats (by"
            + " chance %s)",
        Count.of(round.pictures(), "picture"),
        diagnosis.labelled() ? "top-1" : "mean confidence",
        100 * shown(base),
        100 * shown(found.standing()),
        base.evidence(),
        found.evidence(),
        chance(found.chance()));
  }

  private String blocked(Ranked found) {
    return String.format(
        Locale.ROOT,
        ": pictures cannot be fed as they are; %s is %.1f %% then",
        diagnosis.labelled() ? "top-1" : "mean confidence",
        100 * shown(found.standing()));
  }

  /** For machines. */
  public Map<String, Object> record() {
    List<Map<String, Object>> rounds = new ArrayList<>();
    for (Round round : diagnosis.rounds()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("pictures", round.pictures());
      round.base().ifPresent(base -> map.put("as_it_is", standing(base)));
      round.mistake().ifPresent(found -> map.put("mistake", variation(found)));
      map.put("variations", round.ranked().stream().map(DiagnosisReport::variation).toList());
      rounds.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("labelled", diagnosis.labelled());
    root.put("level", Doctor.LEVEL);
    root.put("rounds", rounds);
    root.put("undecided", diagnosis.undecided().stream().map(DiagnosisReport::undecided).toList());
    root.put("findings", FindingRecords.of(findings()));
    return root;
  }

  private static Map<String, Object> undecided(Undecided each) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("code", each.variation().suspect().code());
    map.put("change", each.variation().change());
    map.put("pictures_needed", rounded(each));
    return map;
  }

  private static Map<String, Object> variation(Ranked ranked) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("code", ranked.variation().suspect().code());
    map.put("change", ranked.variation().change());
    map.putAll(standing(ranked.standing()));
    ranked
        .gain()
        .ifPresent(
            gain -> {
              map.put("gain_nats", gain.mean());
              map.put("t", gain.t());
              map.put("chance", ranked.chance());
            });
    return map;
  }

  private static Map<String, Object> standing(Standing standing) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("evidence_nats", standing.evidence());
    map.put("confidence", standing.confidence());
    standing.accuracy().ifPresent(share -> map.put("top1", share));
    return map;
  }
}
