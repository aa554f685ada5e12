package io.plumbline.config.horizon;

import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a configuration asks of some nodes, before the target is known.
 *
 * @param type one of {@link QuantType#ALL}
 * @param where file and line
 */
public record TypeRequest(Selector selector, String type, String where) {
  /** For messages. */
  private String subject() {
    return switch (selector) {
      case Selector.All _ -> "all nodes";
      case Selector.Type(String op) -> "nodes of type '%s'".formatted(op);
      case Selector.Node(String name) -> "node '%s'".formatted(name);
      case Selector.Between(List<String> inputs, List<String> outputs) ->
          "the nodes between %s and %s".formatted(inputs, outputs);
    };
  }

  /**
   * The request of several types for the same nodes: a node has one type for all it reads and
   * writes, the widest.
   *
   * @param types not empty
   */
  static TypeRequest of(
      Selector selector, List<String> types, String where, List<Finding> findings) {
    String widest = QuantType.widest(types);
    TypeRequest request = new TypeRequest(selector, widest, where);
    if (types.stream().distinct().count() > 1) {
      findings.add(
          Finding.info(
              "config.one-type",
              where,
              "%s: %s is used for all that is read and written"
                  .formatted(request.subject(), widest)));
    }
    return request;
  }

  /** Whether another asks for integers of the same nodes, too, and says which. */
  boolean isMetBy(TypeRequest other) {
    return other.selector.equals(selector) && !QuantType.isFloat(other.type);
  }

  /**
   * What is said of requests that a later one for the same nodes takes the place of, where it asks
   * for something else.
   */
  static List<Finding> replaced(List<TypeRequest> requests) {
    List<Finding> findings = new ArrayList<>();
    SequencedMap<Selector, TypeRequest> last = new LinkedHashMap<>();
    for (TypeRequest request : requests) {
      TypeRequest earlier = last.put(request.selector, request);
      if (earlier != null && !earlier.type.equals(request.type)) {
        findings.add(
            Finding.warning(
                "config.contradiction",
                request.where,
                "%s: %s is used, and not %s, which is asked for at %s"
                    .formatted(request.subject(), request.type, earlier.type, earlier.where)));
      }
    }
    return findings;
  }

  /**
   * The requests as wishes, one for each selector, the last that is made of it.
   *
   * @param findings gets what the target has no scheme for
   */
  public static List<Wish> wishes(
      List<TypeRequest> requests, Target target, List<Finding> findings) {
    SequencedMap<Selector, Wish> wishes = new LinkedHashMap<>();
    for (TypeRequest request : requests) {
      QuantType.finding(request.type, target, request.where, request.subject())
          .ifPresent(findings::add);
      wishes.remove(request.selector);
      QuantType.scheme(request.type, target)
          .filter(
              scheme ->
                  !(request.selector instanceof Selector.All) || !scheme.equals(target.scheme()))
          .ifPresent(scheme -> wishes.put(request.selector, new Wish(request.selector, scheme)));
    }
    return new ArrayList<>(wishes.values());
  }
}
