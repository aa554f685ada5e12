package io.plumbline.report;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Records as trees of maps, lists and atoms, which {@link Json} writes and reads, and back again. A
 * record is a map of its components; one of a sealed interface has its simple name under {@code
 * is}. An empty {@link Optional} is left out, and a negative zero is a string. Components are
 * records, sealed interfaces of records, enums, strings, booleans, {@code int}, {@code long},
 * {@code float}, {@code double}, and lists and optionals of these.
 */
public final class RecordTree {
  private static final String KIND = "is";

  private RecordTree() {}

  /** The map of a record. */
  public static Map<String, Object> write(Record value) {
    return map(value, value.getClass());
  }

  /**
   * The record of a map.
   *
   * @throws IllegalArgumentException when the map is not one of such a record
   */
  public static <T extends Record> T read(Object tree, Class<T> type) {
    return type.cast(record(tree, type));
  }

  private static Object tree(Object value, Type declared) {
    return switch (value) {
      case Record record -> map(record, raw(declared));
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case List<?> list -> list.stream().map(element -> tree(element, argument(declared))).toList();
      case Float number when Float.compare(number, -0f) == 0 -> number.toString();
      case Double number when Double.compare(number, -0d) == 0 -> number.toString();
      case String _, Boolean _, Number _ -> value;
      default -> throw new IllegalArgumentException("no tree is made of " + value.getClass());
    };
  }

  private static Map<String, Object> map(Record record, Class<?> declared) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (declared.isSealed()) {
      map.put(KIND, record.getClass().getSimpleName());
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = component(record, component);
      Type type = component.getGenericType();
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(given -> map.put(component.getName(), tree(given, argument(type))));
      } else {
        map.put(component.getName(), tree(value, type));
      }
    }
    return map;
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a component of " + record.getClass() + " is hidden", e);
    }
  }

  private static Object value(Object tree, Type declared) {
    Class<?> type = raw(declared);
    if (type.isEnum()) {
      return constant(String.valueOf(tree), type);
    }
    if (type == List.class && tree instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(element -> values.add(value(element, argument(declared))));
      return List.copyOf(values);
    }
    if (type.isSealed() || type.isRecord()) {
      return record(tree, type);
    }
    if (type == float.class || type == Float.class) {
      return Float.parseFloat(String.valueOf(tree));
    }
    if (type == double.class || type == Double.class) {
      return Double.parseDouble(String.valueOf(tree));
    }
    if (type == int.class || type == Integer.class) {
      return Integer.parseInt(String.valueOf(tree));
    }
    if (type == long.class || type == Long.class) {
      return Long.parseLong(String.valueOf(tree));
    }
    if ((type == boolean.class && tree instanceof Boolean)
        || (type == String.class && tree instanceof String)) {
      return tree;
    }
    throw new IllegalArgumentException("%s is no %s".formatted(tree, type.getSimpleName()));
  }

  private static Object constant(String name, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (constant instanceof Enum<?> each && each.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("'%s' is no %s".formatted(name, type.getSimpleName()));
  }

  private static Object record(Object tree, Class<?> declared) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("%s is no map".formatted(tree));
    }
    Class<?> type =
        declared.isSealed() ? permitted(String.valueOf(map.get(KIND)), declared) : declared;
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object found = map.get(components[i].getName());
      Type generic = components[i].getGenericType();
      if (types[i] == Optional.class) {
        values[i] = Optional.ofNullable(found).map(given -> value(given, argument(generic)));
      } else if (found == null) {
        throw new IllegalArgumentException(
            "%s lacks '%s'".formatted(type.getSimpleName(), components[i].getName()));
      } else {
        values[i] = value(found, generic);
      }
    }
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no %s is made of %s".formatted(type, map), e);
    }
  }

  private static Class<?> permitted(String name, Class<?> sealed) {
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.getSimpleName().equals(name)) {
        return permitted;
      }
    }
    throw new IllegalArgumentException("'%s' is no %s".formatted(name, sealed.getSimpleName()));
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> raw(generic.getRawType());
      default -> throw new IllegalArgumentException("no tree is made of " + type);
    };
  }

  private static Type argument(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getActualTypeArguments()[0];
    }
    throw new IllegalArgumentException("no elements in " + type);
  }
}
