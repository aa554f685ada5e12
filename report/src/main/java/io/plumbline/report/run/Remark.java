package io.plumbline.report.run;

import java.util.List;

/**
 * A finding, with the layers it is about.
 *
 * @param severity {@code info}, {@code warning} or {@code error}
 * @param where file, node or tensor
 * @param layers names of layers that have it, or make or read it; empty where it is about none
 * @param origins names of their nodes in the original model
 */
public record Remark(
    String code,
    String severity,
    String where,
    List<String> layers,
    List<String> origins,
    String message) {
  public Remark {
    layers = List.copyOf(layers);
    origins = List.copyOf(origins);
  }
}
