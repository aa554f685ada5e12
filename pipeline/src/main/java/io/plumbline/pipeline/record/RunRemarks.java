package io.plumbline.pipeline.record;

import io.plumbline.graph.Node;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.report.run.Remark;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;

/** Findings of a compilation with the layers they are about, and without folders of a machine. */
final class RunRemarks {
  private final Compilation compilation;
  private final Map<String, SequencedSet<NodePlan>> byName = new LinkedHashMap<>();
  private final List<String> folders;

  private RunRemarks(Compilation compilation) {
    this.compilation = compilation;
    this.folders = folders(compilation.request());
    compilation.plan().nodes().forEach(this::index);
  }

  static List<Remark> of(Compilation compilation) {
    RunRemarks remarks = new RunRemarks(compilation);
    return compilation.findings().stream().map(remarks::remark).toList();
  }

  private void index(NodePlan plan) {
    index(plan.name(), plan);
    for (Node node : plan.nodes().stream().map(compilation.optimised()::node).toList()) {
      index(node.name(), plan);
      node.origins().forEach(origin -> index(origin, plan));
      node.outputs().forEach(output -> index(output, plan));
      node.reads().stream()
          .filter(compilation.optimised()::isConstant)
          .forEach(constant -> index(constant, plan));
    }
  }

  private void index(String name, NodePlan plan) {
    byName.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(plan);
  }

  private Remark remark(Finding finding) {
    SequencedSet<NodePlan> plans = byName.getOrDefault(finding.where(), new LinkedHashSet<>());
    return new Remark(
        finding.code(),
        finding.severity().name().toLowerCase(Locale.ROOT),
        portable(finding.where()),
        plans.stream().map(NodePlan::name).toList(),
        plans.stream()
            .flatMap(plan -> plan.nodes().stream())
            .flatMap(node -> compilation.optimised().node(node).origins().stream())
            .distinct()
            .toList(),
        portable(finding.message()));
  }

  /** The same with paths below the folders of the request as they are from there. */
  private String portable(String text) {
    String portable = text;
    for (String folder : folders) {
      portable = portable.replace(folder, "");
    }
    return portable;
  }

  /** Folders that lie above files of a request, the deepest first, each with its last slash. */
  private static List<String> folders(CompileRequest request) {
    List<Path> files = new ArrayList<>();
    files.add(request.files().model());
    request.files().prototxt().ifPresent(files::add);
    files.add(request.folder());
    if (request.calibration() instanceof FolderData data) {
      files.addAll(data.folders());
    }
    return files.stream()
        .map(file -> file.toAbsolutePath().normalize().getParent())
        .filter(parent -> parent != null && parent.getNameCount() > 0)
        .map(parent -> parent + parent.getFileSystem().getSeparator())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }
}
