package io.plumbline.engine.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.FedTensor;
import io.plumbline.runtime.Lifetime;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs a graph in ONNX Runtime. ONNX Runtime hands out graph outputs only, so the first run that
 * fetches a new set of intermediates opens a session with those as outputs; later ones reuse it
 * while it is among the last few used. Once the shapes of the fetched tensors are known for given
 * input shapes, ONNX Runtime writes straight into the tensors handed out.
 */
public final class OrtEngine implements Engine {
  private static final int MOST_SHAPES = 64;

  private final Lifetime lifetime = new Lifetime();
  private final Graph graph;
  private final String where;
  private final OrtOptions options;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final List<String> tensors;
  private final Set<String> known;
  private final SequencedMap<String, PictureInput> pictures;
  private final FetchSessions sessions;
  private final PassableNames names;
  private final Map<RunKey, SequencedMap<String, OutputShape>> shapes = new ConcurrentHashMap<>();

  private final Set<RunKey> varying = ConcurrentHashMap.newKeySet();
  private final OutputMemory memory = new OutputMemory();
  private final BoundedRuns runs;

  /** Computed tensors, and the memory they lie in where it can be written into again. */
  private record Computed(Map<String, Tensor> tensors, Optional<PinnedOutputs> memory) {}

  private OrtEngine(Graph graph, String where, OrtOptions options) {
    this.graph = graph;
    this.where = where;
    this.options = options;
    this.names = PassableNames.of(graph);
    this.runs = BoundedRuns.of(graph);
    this.sessions = new FetchSessions(this::openSession);
    try (FetchSessions.Loan main = sessions.borrow(Set.of())) {
      this.inputs = ports(names.byOriginal(main.session().getInputInfo()), graph.inputs());
      this.outputs = ports(names.byOriginal(main.session().getOutputInfo()), graph.outputs());
    } catch (OrtException e) {
      throw defect(e);
    }
    List<String> fetchable = new ArrayList<>(graph.inputs());
    graph.nodes().forEach(node -> fetchable.addAll(node.outputs()));
    fetchable.removeIf(Node.ABSENT::equals);
    this.tensors = List.copyOf(fetchable);
    this.known = new HashSet<>(tensors);
    known.addAll(graph.outputs());
    this.pictures = PictureInputs.of(graph.info());
  }

  private OrtSession openSession(Set<String> extraOutputs) {
    return OrtSessions.open(names.model(tensors(extraOutputs)), where, options);
  }

  /** In execution order, so that equal sets give equal models. */
  private List<String> tensors(Set<String> names) {
    return graph.nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(names::contains)
        .toList();
  }

  /**
   * Opens a graph.
   *
   * @throws BadModelException when ONNX Runtime does not accept it
   * @throws io.plumbline.tensor.EnvironmentException when ONNX Runtime cannot be loaded
   */
  public static OrtEngine open(Graph graph, OrtOptions options) {
    return open(graph, graph.name(), options);
  }

  /**
   * Opens a graph that lies in a file.
   *
   * @param where what errors name, such as the file
   * @throws BadModelException when ONNX Runtime does not accept it
   * @throws io.plumbline.tensor.EnvironmentException when ONNX Runtime cannot be loaded
   */
  public static OrtEngine open(Graph graph, String where, OrtOptions options) {
    return new OrtEngine(EqualSigns.apply(graph), where, options);
  }

  public static OrtEngine open(Graph graph) {
    return open(graph, OrtOptions.DEFAULT);
  }

  /**
   * Opens a graph that Plumbline made from a model that ONNX Runtime accepts: when this one is
   * refused, neither the model nor who exported it is to blame.
   *
   * @throws InternalException when ONNX Runtime does not accept it
   * @throws io.plumbline.tensor.EnvironmentException when ONNX Runtime cannot be loaded
   */
  public static OrtEngine openOwn(Graph graph) {
    return openOwn(graph, OrtOptions.DEFAULT);
  }

  /** Likewise, with options. */
  public static OrtEngine openOwn(Graph graph, OrtOptions options) {
    try {
      return open(graph, options);
    } catch (BadModelException e) {
      throw new InternalException(
          "internal.own-model",
          OrtSessions.place(graph, e),
          "ONNX Runtime refuses a model that Plumbline made from yours: " + e.getMessage(),
          "report this as a defect, with the model; its nodes and operator set are enough if it is"
              + " secret",
          e);
    }
  }

  private static List<Port> ports(Map<String, NodeInfo> infos, List<String> order) {
    List<Port> ports = new ArrayList<>();
    for (String name : order) {
      NodeInfo info = infos.get(name);
      if (info != null && info.getInfo() instanceof TensorInfo tensor) {
        List<Long> dims = Arrays.stream(tensor.getShape()).boxed().toList();
        ports.add(new Port(name, OrtTensors.dtype(tensor), dims));
      }
    }
    return List.copyOf(ports);
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public List<Port> inputs() {
    return inputs;
  }

  @Override
  public List<Port> outputs() {
    return outputs;
  }

  @Override
  public SequencedMap<String, PictureInput> pictures() {
    return Collections.unmodifiableSequencedMap(pictures);
  }

  @Override
  public List<String> tensors() {
    return tensors;
  }

  @Override
  public SequencedMap<String, Tensor> run(Map<String, Tensor> given, RunOptions runOptions) {
    List<String> wanted = wanted(runOptions);
    Map<String, Tensor> fed = fed(given, runOptions);
    Computed computed = compute(fed, wanted);
    computed.memory().ifPresent(PinnedOutputs::close);
    return inOrder(wanted, fed, computed.tensors());
  }

  @Override
  public void visit(
      Map<String, Tensor> given,
      RunOptions runOptions,
      Consumer<SequencedMap<String, Tensor>> reader) {
    List<String> wanted = wanted(runOptions);
    Map<String, Tensor> fed = fed(given, runOptions);
    Computed computed = compute(fed, wanted);
    try {
      reader.accept(inOrder(wanted, fed, computed.tensors()));
    } finally {
      computed.memory().ifPresent(memory::giveBack);
    }
  }

  private List<String> wanted(RunOptions runOptions) {
    lifetime.requireOpen(name());
    List<String> wanted =
        runOptions.fetch().isEmpty()
            ? outputs.stream().map(Port::name).toList()
            : runOptions.fetch().stream().distinct().toList();
    requireTensors(wanted);
    return wanted;
  }

  private Map<String, Tensor> fed(Map<String, Tensor> given, RunOptions runOptions) {
    requireInputs(given);
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (Port port : inputs) {
      Tensor tensor = Objects.requireNonNull(given.get(port.name()));
      boolean picture = pictures.containsKey(port.name());
      Tensor fitted = FedTensor.fit(port, picture, tensor, runOptions.inputOffset());
      fed.put(port.name(), OrtTensors.offHeap(fitting(port, tensor, fitted)));
    }
    return fed;
  }

  private static SequencedMap<String, Tensor> inOrder(
      List<String> wanted, Map<String, Tensor> fed, Map<String, Tensor> computed) {
    SequencedMap<String, Tensor> fetched = new LinkedHashMap<>();
    for (String name : wanted) {
      Tensor result = computed.get(name);
      fetched.put(name, result != null ? result : Objects.requireNonNull(fed.get(name)));
    }
    return fetched;
  }

  private Computed compute(Map<String, Tensor> fed, List<String> wanted) {
    List<String> computed = wanted.stream().filter(name -> !fed.containsKey(name)).toList();
    if (computed.isEmpty()) {
      return new Computed(Map.of(), Optional.empty());
    }
    RunKey key = new RunKey(fed.values().stream().map(Tensor::shape).toList(), computed);
    Map<String, OnnxTensor> views = new LinkedHashMap<>();
    try (FetchSessions.Loan loan = sessions.borrow(extraOutputs(computed))) {
      for (Map.Entry<String, Tensor> input : fed.entrySet()) {
        views.put(names.input(input.getKey()), OrtTensors.view(input.getValue()));
      }
      SequencedMap<String, OutputShape> known = shapes.get(key);
      return known == null
          ? learn(loan.session(), views, key)
          : pinned(loan.session(), views, memory.take(key, known));
    } catch (OrtException e) {
      throw new BadDataException(
          "engine.run",
          where,
          "ONNX Runtime failed while running it: " + OrtSessions.shorten(e),
          "check the shapes and values of the inputs against the model",
          e);
    } finally {
      views.values().forEach(OnnxTensor::close);
      Reference.reachabilityFence(fed);
    }
  }

  private Set<String> extraOutputs(List<String> wanted) {
    Set<String> extra = new LinkedHashSet<>(wanted);
    graph.outputs().forEach(extra::remove);
    return extra;
  }

  private Computed learn(OrtSession session, Map<String, OnnxTensor> views, RunKey key)
      throws OrtException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    SequencedMap<String, OutputShape> learnt = new LinkedHashMap<>();
    try (OrtSession.Result result =
        runs.run(session, views, names.outputs(key.fetched()), Map.of())) {
      for (String name : key.fetched()) {
        OnnxValue value = result.get(names.output(name)).orElseThrow();
        if (!(value instanceof OnnxTensor tensorValue)) {
          throw new BadDataException(
              "engine.not-a-tensor",
              name,
              "this value is a " + value.getType() + ", not a tensor",
              "fetch another value");
        }
        Tensor tensor = OrtTensors.read(tensorValue);
        tensors.put(name, tensor);
        learnt.put(name, new OutputShape(tensor.dtype(), tensor.shape()));
      }
    }
    boolean pinnable =
        learnt.values().stream()
            .allMatch(out -> out.shape().elements() > 0 && OrtTensors.canView(out.dtype()));
    if (pinnable && !varying.contains(key) && shapes.size() < MOST_SHAPES) {
      shapes.put(key, learnt);
    }
    return new Computed(tensors, Optional.empty());
  }

  /**
   * Shapes that depend on the values fed cannot be known: then this falls back, once and for all.
   */
  private Computed pinned(OrtSession session, Map<String, OnnxTensor> views, PinnedOutputs target)
      throws OrtException {
    try {
      runs.run(session, views, Set.of(), names.byOutput(target.views())).close();
      return new Computed(target.tensors(), Optional.of(target));
    } catch (OrtException e) {
      target.close();
      shapes.remove(target.key());
      varying.add(target.key());
      return learn(session, views, target.key());
    }
  }

  private void requireTensors(List<String> names) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new BadConfigurationException(
            "fetch.unknown-tensor",
            name,
            "The model '%s' has no tensor '%s'%s"
                .formatted(where, name, NearestSpelling.suggestion(name, tensors)),
            "'plumb info' lists the tensors of a model");
      }
    }
  }

  private void requireInputs(Map<String, Tensor> given) {
    for (Port port : inputs) {
      Tensor tensor = given.get(port.name());
      if (tensor == null) {
        throw new BadDataException(
            "input.missing",
            port.name(),
            "no tensor is given for this input; expected " + port,
            "give one tensor for each of the model's inputs");
      }
    }
    for (String name : given.keySet()) {
      if (inputs.stream().noneMatch(port -> port.name().equals(name))) {
        throw new BadDataException(
            "input.unknown",
            name,
            "the model has no such input; its inputs are " + inputs,
            "rename the input");
      }
    }
  }

  private static Tensor fitting(Port port, Tensor given, Tensor fed) {
    if (fed.dtype() != port.dtype() || !fits(fed.shape(), port.dims())) {
      throw new BadDataException(
          "input.mismatch",
          port.name(),
          "expected %s, found %s".formatted(port, given),
          "convert the input to this type and shape");
    }
    return fed;
  }

  private static boolean fits(Shape shape, List<Long> dims) {
    if (shape.rank() != dims.size()) {
      return false;
    }
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis) >= 0 && dims.get(axis) != shape.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  private InternalException defect(OrtException e) {
    return new InternalException(
        "internal.onnxruntime",
        where,
        "ONNX Runtime: " + OrtSessions.shorten(e),
        "report this as a defect",
        e);
  }

  @Override
  public void close() {
    lifetime.end();
    memory.close();
    sessions.close();
  }
}
