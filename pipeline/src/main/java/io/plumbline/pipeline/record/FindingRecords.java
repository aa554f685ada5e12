package io.plumbline.pipeline.record;

import io.plumbline.report.catalogue.CodeCatalogue;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings in the form machine output has them. */
public final class FindingRecords {
  private FindingRecords() {}

  public static List<Map<String, Object>> of(List<Finding> findings) {
    return findings.stream().map(FindingRecords::of).toList();
  }

  private static Map<String, Object> of(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("code", finding.code());
    map.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    map.put("where", finding.where());
    map.put("message", finding.message());
    CodeCatalogue.find(finding.code()).ifPresent(code -> map.put("page", code.page()));
    return map;
  }
}
