package io.plumbline.device.wire;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a client must know of a module that an agent opened.
 *
 * @param executor what runs it there
 * @param pictures by name of the input
 * @param tensors all that may be fetched, in execution order
 * @param findings what its user should know of the choice
 */
public record Description(
    String executor,
    List<Port> inputs,
    List<Port> outputs,
    SequencedMap<String, PictureInput> pictures,
    List<String> tensors,
    List<Finding> findings) {
  public static Description of(Engine engine, List<Finding> findings) {
    return new Description(
        engine.name(),
        engine.inputs(),
        engine.outputs(),
        engine.pictures(),
        engine.tensors(),
        findings);
  }

  public Frame frame() {
    Frame frame = new Frame(Kind.OPENED).text(executor);
    frame.list(inputs, port -> add(frame, port));
    frame.list(outputs, port -> add(frame, port));
    frame.list(
        List.copyOf(pictures.sequencedEntrySet()),
        entry -> frame.text(entry.getKey()).text(entry.getValue().text()));
    frame.texts(tensors);
    return frame.list(
        findings,
        finding ->
            frame
                .text(finding.severity().name())
                .text(finding.code())
                .text(finding.where())
                .text(finding.message()));
  }

  private static void add(Frame frame, Port port) {
    frame.text(port.name()).text(port.dtype().name());
    frame.list(port.dims(), dim -> frame.number((long) dim));
  }

  public static Description of(Received frame) throws WireException {
    try {
      Description read =
          new Description(
              frame.text(),
              ports(frame),
              ports(frame),
              pictures(frame),
              frame.texts(),
              findings(frame));
      frame.end();
      return read;
    } catch (IllegalArgumentException _) {
      throw new WireException("a description holds a word that nobody knows");
    }
  }

  private static List<Port> ports(Received frame) throws WireException {
    int count = frame.count(3 * Integer.BYTES);
    List<Port> ports = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = frame.text();
      DType dtype = DType.valueOf(frame.text());
      int axes = frame.count(Long.BYTES);
      List<Long> dims = new ArrayList<>(axes);
      for (int axis = 0; axis < axes; axis++) {
        dims.add(frame.large());
      }
      ports.add(new Port(name, dtype, dims));
    }
    return ports;
  }

  private static SequencedMap<String, PictureInput> pictures(Received frame) throws WireException {
    int count = frame.count(2 * Integer.BYTES);
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      pictures.put(frame.text(), PictureInput.parse(frame.text()));
    }
    return pictures;
  }

  private static List<Finding> findings(Received frame) throws WireException {
    int count = frame.count(4 * Integer.BYTES);
    List<Finding> findings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Finding.Severity severity = Finding.Severity.valueOf(frame.text());
      findings.add(new Finding(frame.text(), severity, frame.text(), frame.text()));
    }
    return findings;
  }
}
