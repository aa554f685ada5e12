package io.plumbline.pipeline;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a device says of a module that it is to run.
 *
 * @param device as its user spelled it
 * @param executor what runs the module there
 * @param tensors how many of its values can be fetched from there
 * @param findings what its user should know of the choice
 */
public record DeviceSummary(String device, String executor, int tensors, List<Finding> findings) {
  public DeviceSummary {
    findings = List.copyOf(findings);
  }

  /**
   * Has a device open a module, which is sent if it is not there; empty where the files name none.
   *
   * @throws io.plumbline.tensor.PlumblineException when the device cannot be reached, or cannot run
   *     it
   */
  public static Optional<DeviceSummary> of(ModelFiles files) {
    return files.device().map(device -> ask(files, device));
  }

  private static DeviceSummary ask(ModelFiles files, String device) {
    ModuleExecutors.Opened opened = Plumbline.open(files, Optional.empty(), 1);
    try (Engine engine = opened.engine()) {
      return new DeviceSummary(device, engine.name(), engine.tensors().size(), opened.findings());
    }
  }

  /** For people. */
  public Section section() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("address", Cell.of(device));
    facts.put("executor", Cell.of(executor));
    facts.put("tensors that can be fetched", Cell.of(tensors));
    return new Section.Facts("Device", facts);
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("address", device);
    record.put("executor", executor);
    record.put("tensors", tensors);
    record.put("findings", FindingRecords.of(findings));
    return record;
  }
}
