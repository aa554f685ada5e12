package io.plumbline.pipeline.doctor;

import io.plumbline.data.dataset.Origin;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.PictureSamples;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.quantize.observe.Histogram;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What values the layers of a model take of other pictures that they never took of the calibration
 * samples, and would be clipped.
 *
 * @param layers all that were compared, the worst first
 * @param findings of the calibration samples themselves as well
 */
public record CalibrationCoverage(List<Layer> layers, List<Finding> findings) {
  /** More than this share of a layer's values beyond its calibrated range is told. */
  private static final double TOLD = 1e-3;

  private static final int SHOWN = 8;

  /**
   * One layer.
   *
   * @param low smallest value of calibration
   * @param high largest value of calibration
   * @param least smallest value of the other pictures
   * @param most largest value of the other pictures
   * @param beyond share of the other pictures' values outside low…high, 0…1
   */
  public record Layer(
      String tensor, float low, float high, float least, float most, double beyond) {}

  public CalibrationCoverage {
    layers = List.copyOf(layers);
    findings = List.copyOf(findings);
  }

  /**
   * Runs the optimised model on all calibration samples and on other pictures.
   *
   * @param pictures prepared as the configuration says
   * @throws io.plumbline.tensor.BadDataException when none can be used
   */
  public static CalibrationCoverage of(
      CompileRequest request, Preprocess preprocess, List<Origin> pictures, Progress progress) {
    Prepared model =
        Preparation.optimise(Preparation.parse(request.files(), request.ports()).graph());
    try (OrtEngine engine = OrtEngine.openOwn(model.graph())) {
      SampleFindings ofFiles = new SampleFindings();
      DataInspection data = DataInspection.of(request, engine.inputs(), engine.pictures(), ofFiles);
      CalibrateStage stage = CalibrateStage.of(request, model);
      progress.stage("calibration");
      Statistics calibrated =
          stage.observe(engine, data.samples(), StatisticKind.HISTOGRAM, progress);
      progress.stage("evaluation");
      Statistics seen =
          stage.observe(
              engine,
              new PictureSamples(engine, preprocess, pictures),
              StatisticKind.HISTOGRAM,
              progress);
      List<Layer> layers = layers(calibrated, seen);
      List<Finding> findings = new ArrayList<>();
      unseen(layers, seen.samples()).ifPresent(findings::add);
      findings.addAll(ofFiles.sorted());
      findings.addAll(data.ofSamples());
      return new CalibrationCoverage(layers, findings);
    }
  }

  private static List<Layer> layers(Statistics calibrated, Statistics seen) {
    List<Layer> layers = new ArrayList<>();
    calibrated
        .tensors()
        .forEach(
            (name, known) -> {
              TensorStatistics other = seen.tensors().get(name);
              if (other != null && !known.isEmpty() && !other.isEmpty()) {
                layers.add(
                    new Layer(
                        name,
                        known.minimum(),
                        known.maximum(),
                        other.minimum(),
                        other.maximum(),
                        other.histogram().map(counts -> beyond(counts, known)).orElse(0.0)));
              }
            });
    layers.sort(Comparator.comparingDouble(Layer::beyond).reversed());
    return layers;
  }

  private static double beyond(Histogram counts, TensorStatistics known) {
    long outside = 0;
    for (int bin = counts.firstBin(); bin < counts.endBin(); bin++) {
      boolean isOutside = counts.low(bin) > known.maximum() || counts.high(bin) < known.minimum();
      outside += isOutside ? counts.count(bin) : 0;
    }
    return counts.total() == 0 ? 0 : (double) outside / counts.total();
  }

  private static Optional<Finding> unseen(List<Layer> layers, long pictures) {
    List<Layer> told = layers.stream().filter(layer -> layer.beyond() > TOLD).toList();
    return told.stream()
        .findFirst()
        .map(
            worst ->
                Finding.warning(
                    "doctor.unseen-range",
                    worst.tensor(),
                    String.format(
                        Locale.ROOT,
                        "%d of %s take values of the %s that calibration never saw;"
                            + " here %.2f %% lie outside %.4g…%.4g, up to %.4g; add pictures like"
                            + " these to the calibration set",
                        told.size(),
                        Count.of(layers.size(), "layer"),
                        Count.of(pictures, "picture"),
                        100 * worst.beyond(),
                        worst.low(),
                        worst.high(),
                        worst.most() > worst.high() ? worst.most() : worst.least())));
  }

  /** The worst layers; shares in percent. */
  public Section.Table table() {
    return new Section.Table(
        String.format(
            Locale.ROOT,
            "Values that calibration never saw, the worst of %s",
            Count.of(layers.size(), "layer")),
        List.of("Layer", "Calibrated low", "High", "Seen low", "High", "Beyond %"),
        layers.stream()
            .limit(SHOWN)
            .map(
                layer ->
                    List.of(
                        Cell.of(layer.tensor()),
                        Cell.real(layer.low(), 4),
                        Cell.real(layer.high(), 4),
                        Cell.real(layer.least(), 4),
                        Cell.real(layer.most(), 4),
                        Cell.real(100 * layer.beyond(), 4)))
            .toList());
  }

  /** For machines; shares from 0 to 1. */
  public List<Map<String, Object>> record() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Layer layer : layers) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("tensor", layer.tensor());
      row.put("calibrated", List.of(layer.low(), layer.high()));
      row.put("seen", List.of(layer.least(), layer.most()));
      row.put("beyond", layer.beyond());
      rows.add(row);
    }
    return rows;
  }
}
