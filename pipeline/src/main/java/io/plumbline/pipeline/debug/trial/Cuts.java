package io.plumbline.pipeline.debug.trial;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The segments of a calibrated graph, and in which of them each place rounds.
 *
 * @param segments in execution order
 * @param touched by the name of a place: indices of the segments with nodes that read or write it
 */
record Cuts(List<Segment> segments, Map<String, SortedSet<Integer>> touched) {
  /** More make single engines smaller, and add copies between them. */
  private static final int MOST = 24;

  /** Fewer nodes are not worth an engine. */
  private static final int LEAST_NODES = 3;

  Cuts {
    segments = List.copyOf(segments);
    touched = Map.copyOf(touched);
  }

  /**
   * Cuts between steps.
   *
   * @param results values that are alive to the end
   */
  static Cuts of(CalibratedGraph calibrated, Collection<String> results) {
    Graph graph = calibrated.real();
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    for (RoundedStep step : calibrated.steps()) {
      end += step.nodes().size();
      ends.add(end);
    }
    int most = Math.clamp(end / LEAST_NODES, 1, MOST);
    List<Segment> segments = Segment.of(graph, ends, results, most);
    Map<String, SortedSet<Integer>> touched = new HashMap<>();
    for (RoundedStep step : calibrated.steps()) {
      int segment = segmentOf(segments, graph.position(step.nodes().getLast()));
      for (CalibrationNode place : step.calibrations()) {
        touched.computeIfAbsent(place.name(), _ -> new TreeSet<>()).add(segment);
      }
    }
    return new Cuts(segments, touched);
  }

  private static int segmentOf(List<Segment> segments, int position) {
    for (int at = 0; at < segments.size(); at++) {
      if (position < segments.get(at).to()) {
        return at;
      }
    }
    throw new IllegalArgumentException("position " + position);
  }

  /** The segments that a trial changes, ascending. */
  SortedSet<Integer> of(Trial trial) {
    SortedSet<Integer> segments = new TreeSet<>();
    trial
        .touched()
        .forEach(place -> segments.addAll(touched.getOrDefault(place.name(), new TreeSet<>())));
    return segments;
  }
}
