package io.plumbline.data.dataset;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.TrueObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * COCO's annotation file: {@code images} (id, file_name), {@code categories} (id, name) and {@code
 * annotations} (image_id, category_id, bbox of x, y, width, height in pixels, iscrowd). Class
 * indices are the positions of the categories by rising id.
 */
final class CocoFile {
  private CocoFile() {}

  static Annotations read(Path pictures, Path file) {
    JsonNode root = parse(file);
    NavigableMap<Long, String> categories = new TreeMap<>();
    for (JsonNode each : list(root, "categories", file)) {
      categories.put(number(each, "id", file), text(each, "name", file));
    }
    List<Long> order = List.copyOf(categories.keySet());
    NavigableMap<Long, List<TrueObject>> objects = new TreeMap<>();
    for (JsonNode each : list(root, "annotations", file)) {
      objects
          .computeIfAbsent(number(each, "image_id", file), _ -> new ArrayList<>())
          .add(object(each, order, file));
    }
    List<Example<List<TrueObject>>> examples = new ArrayList<>();
    for (JsonNode each : list(root, "images", file)) {
      String name = text(each, "file_name", file);
      List<TrueObject> own = objects.remove(number(each, "id", file));
      examples.add(
          new Example<>(
              name,
              new Origin.OfFile(pictures.resolve(name)),
              own == null ? List.of() : List.copyOf(own)));
    }
    if (!objects.isEmpty()) {
      throw Annotations.malformed(
          file.toString(), "image_id %d is none of the images".formatted(objects.firstKey()));
    }
    if (examples.isEmpty()) {
      throw Annotations.malformed(file.toString(), "there are no images");
    }
    return new Annotations(examples, List.copyOf(categories.values()));
  }

  private static TrueObject object(JsonNode annotation, List<Long> order, Path file) {
    long id = number(annotation, "category_id", file);
    JsonNode box = annotation.path("bbox");
    if (!order.contains(id) || box.size() != 4 || !box.path(0).isNumber()) {
      throw Annotations.malformed(
          file.toString(),
          "annotation %s: expected a known category_id and a bbox of four numbers"
              .formatted(annotation.path("id")));
    }
    double x = box.path(0).asDouble();
    double y = box.path(1).asDouble();
    return new TrueObject(
        order.indexOf(id),
        new Box(x, y, x + box.path(2).asDouble(), y + box.path(3).asDouble()),
        annotation.path("iscrowd").asInt(0) != 0);
  }

  private static JsonNode parse(Path file) {
    String text = String.join("\n", Annotations.lines(file));
    try {
      return new JsonMapper().readTree(text);
    } catch (JacksonException e) {
      throw Annotations.malformed(file.toString(), "no JSON: " + e.getOriginalMessage());
    }
  }

  private static JsonNode list(JsonNode root, String key, Path file) {
    JsonNode list = root.path(key);
    if (!list.isArray()) {
      throw Annotations.malformed(file.toString(), "expected a list '%s'".formatted(key));
    }
    return list;
  }

  private static long number(JsonNode node, String key, Path file) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber()) {
      throw Annotations.malformed(
          file.toString(), "expected a whole number '%s', found %s".formatted(key, value));
    }
    return value.asLong();
  }

  private static String text(JsonNode node, String key, Path file) {
    JsonNode value = node.path(key);
    if (!value.isString()) {
      throw Annotations.malformed(
          file.toString(), "expected a text '%s', found %s".formatted(key, value));
    }
    return value.asString();
  }
}
