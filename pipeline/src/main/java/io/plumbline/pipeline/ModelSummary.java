package io.plumbline.pipeline;

import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.pipeline.record.MemoryUse;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.colour.PictureInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a model file holds.
 *
 * @param facts sizes and versions
 * @param ports name, direction, type and shape of inputs and outputs
 * @param ops how often each op occurs
 * @param module the integer program, with native code or without; empty for a float model
 * @param parts its nodes and tensors
 */
public record ModelSummary(
    SequencedMap<String, Cell> facts,
    List<List<Cell>> ports,
    Map<String, Long> ops,
    Optional<ProgramModule> module,
    ModelParts parts) {
  private static final String PICTURE = "picture input ";
  private static final String OPSET = "opset ";

  /** Facts of which there are several, by how they begin, and their keys in machine output. */
  private static final Map<String, String> GROUPS =
      Map.of(PICTURE, "picture_inputs", OPSET, "other_opsets");

  private static final Pattern BLANKS = Pattern.compile("[^A-Za-z0-9]+");

  public ModelSummary {
    facts = new LinkedHashMap<>(facts);
    ports = List.copyOf(ports);
    ops = new TreeMap<>(ops);
  }

  /** Reads any model file. */
  public static ModelSummary read(Path file) {
    return read(ModelFiles.of(file));
  }

  /** Reads any model file, also one of Caffe. */
  public static ModelSummary read(ModelFiles files) {
    if (Plumbline.isProgram(files)) {
      return of(ModuleFile.read(files.model()));
    }
    return of(ModelFormats.read(files).graph());
  }

  private static ModelSummary of(Graph graph) {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("kind", Cell.of("ONNX graph"));
    facts.put("name", Cell.of(graph.name()));
    facts.put("producer", Cell.of(graph.info().producer()));
    facts.put("ir_version", Cell.of(graph.info().irVersion()));
    graph
        .info()
        .opsets()
        .forEach((domain, version) -> facts.put((OPSET + domain).strip(), Cell.of(version)));
    facts.put("nodes", Cell.of(graph.nodes().size()));
    facts.put(
        "parameters",
        Cell.of(graph.constants().values().stream().mapToLong(t -> t.elements()).sum()));
    pictures(PictureInputs.of(graph.info()), facts);
    List<List<Cell>> ports = new ArrayList<>();
    graph.inputs().forEach(name -> ports.add(port(name, "input", graph)));
    graph.outputs().forEach(name -> ports.add(port(name, "output", graph)));
    Map<String, Long> ops =
        graph.nodes().stream()
            .collect(Collectors.groupingBy(node -> node.op().type(), Collectors.counting()));
    return new ModelSummary(facts, ports, ops, Optional.empty(), ModelParts.of(graph));
  }

  /** What a device hands over: type and layout, training type and layout, swing, source. */
  private static void pictures(
      SequencedMap<String, PictureInput> pictures, SequencedMap<String, Cell> facts) {
    pictures.forEach((name, picture) -> facts.put(PICTURE + name, Cell.of(picture.text())));
  }

  private static List<Cell> port(String name, String direction, Graph graph) {
    ValueType type = graph.types().get(name);
    return type instanceof TensorType tensor
        ? List.of(
            Cell.of(name),
            Cell.of(direction),
            Cell.of(tensor.dtype().label()),
            Cell.of(tensor.extents()))
        : List.of(Cell.of(name), Cell.of(direction), Cell.missing(), Cell.missing());
  }

  private static ModelSummary of(ProgramModule module) {
    Program program = module.program();
    MemoryUse memory = MemoryUse.of(program);
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("kind", Cell.of(module.isModule() ? "module" : "integer program"));
    facts.put("name", Cell.of(program.name()));
    facts.put("rounding", Cell.of(program.rounding().name()));
    facts.put("instructions", Cell.of(program.instructions().size()));
    facts.put("static memory (bytes)", Cell.of(memory.constants()));
    facts.put("intermediate memory, peak (bytes)", Cell.of(memory.peak()));
    if (module.isModule()) {
      facts.put("built by", Cell.of("Plumbline " + module.producer()));
    }
    if (module.hasNativeCode()) {
      facts.put("built here", Cell.of(module.origin() == ProgramModule.Origin.OWN ? "yes" : "no"));
    }
    pictures(program.pictures(), facts);
    List<List<Cell>> ports = new ArrayList<>();
    program.inputs().forEach(index -> ports.add(port(program.value(index), "input")));
    program.outputs().forEach(index -> ports.add(port(program.value(index), "output")));
    Map<String, Long> ops =
        program.instructions().stream()
            .collect(
                Collectors.groupingBy(
                    instruction -> instruction.getClass().getSimpleName(), Collectors.counting()));
    return new ModelSummary(facts, ports, ops, Optional.of(module), ModelParts.of(program));
  }

  private static List<Cell> port(ProgramValue value, String direction) {
    return List.of(
        Cell.of(value.name()),
        Cell.of(direction),
        Cell.of(value.dtype().label()),
        Cell.of(value.logicalShape().toString()));
  }

  /** For people. */
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section.Facts("Model", facts));
    sections.add(
        new Section.Table("Inputs and outputs", List.of("Name", "Kind", "Type", "Shape"), ports));
    sections.add(
        new Section.Table(
            "Ops",
            List.of("Op", "Count"),
            ops.entrySet().stream()
                .map(op -> List.of(Cell.of(op.getKey()), Cell.of(op.getValue())))
                .toList()));
    module
        .filter(found -> found.code().isPresent())
        .ifPresent(found -> sections.add(ModuleRecord.table(found)));
    return sections;
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> root = new LinkedHashMap<>();
    facts.forEach((name, cell) -> put(root, name, plain(cell)));
    root.put(
        "ports",
        ports.stream()
            .map(
                row -> {
                  Map<String, Object> port = new LinkedHashMap<>();
                  port.put("name", plain(row.get(0)));
                  port.put("kind", plain(row.get(1)));
                  port.put("dtype", plain(row.get(2)));
                  port.put("shape", plain(row.get(3)));
                  return port;
                })
            .toList());
    root.put("ops", ops);
    module
        .filter(found -> found.code().isPresent())
        .ifPresent(found -> root.putAll(ModuleRecord.of(found)));
    return root;
  }

  /** Keys without blanks; what a model says of its own names, in an object of its own. */
  private static void put(Map<String, Object> root, String fact, Object value) {
    for (Map.Entry<String, String> group : GROUPS.entrySet()) {
      if (fact.startsWith(group.getKey())) {
        root.merge(
            group.getValue(),
            Map.of(fact.substring(group.getKey().length()), value),
            ModelSummary::together);
        return;
      }
    }
    root.put(BLANKS.matcher(fact).replaceAll("_").replaceFirst("_$", ""), value);
  }

  private static Object together(Object first, Object second) {
    Map<Object, Object> both = new LinkedHashMap<>((Map<?, ?>) first);
    both.putAll((Map<?, ?>) second);
    return both;
  }

  private static Object plain(Cell cell) {
    return switch (cell) {
      case Cell.Text(String text) -> text;
      case Cell.Count(long value) -> value;
      case Cell.Real(double value, int decimals) -> value;
      case Cell.Missing missing -> "";
    };
  }
}
