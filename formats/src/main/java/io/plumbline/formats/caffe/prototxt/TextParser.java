package io.plumbline.formats.caffe.prototxt;

import io.plumbline.formats.caffe.prototxt.TextScanner.Kind;
import io.plumbline.formats.caffe.prototxt.TextScanner.Token;
import io.plumbline.tensor.BadModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads protobuf text format without a schema: fields keep their names, whoever asks for one says
 * what type it must have.
 */
public final class TextParser {
  /** Caffe's own messages nest four deep. */
  private static final int DEEPEST = 32;

  private final TextScanner scanner;
  private final CaffeSource source;
  private Token token;

  private TextParser(String text, CaffeSource source) {
    this.scanner = new TextScanner(text, source);
    this.source = source;
    this.token = scanner.next();
  }

  /** Reads a whole file. */
  public static TextMessage parse(String text, CaffeSource source) {
    return new TextParser(text, source).message("", 0);
  }

  private TextMessage message(String close, int depth) {
    if (depth > DEEPEST) {
      throw bad("messages nest deeper than " + DEEPEST);
    }
    int line = token.line();
    SequencedMap<String, List<TextValue>> fields = new LinkedHashMap<>();
    while (!isClose(close)) {
      if (token.kind() != Kind.WORD) {
        throw bad("expected the name of a field, found " + token);
      }
      String name = take().text();
      value(fields.computeIfAbsent(name, key -> new ArrayList<>()), depth);
      if (token.is(",") || token.is(";")) {
        take();
      }
    }
    return new TextMessage(fields, line, source);
  }

  private boolean isClose(String close) {
    return close.isEmpty() ? token.kind() == Kind.END : token.is(close);
  }

  private void value(List<TextValue> values, int depth) {
    if (token.is(":")) {
      take();
      if (!token.is("{") && !token.is("<")) {
        if (token.is("[")) {
          list(values, depth);
        } else {
          values.add(scalar());
        }
        return;
      }
    }
    values.add(nested(depth));
  }

  private void list(List<TextValue> values, int depth) {
    take();
    while (!token.is("]")) {
      values.add(token.is("{") || token.is("<") ? nested(depth) : scalar());
      if (token.is(",")) {
        take();
      } else if (!token.is("]")) {
        throw bad("expected ',' or ']' in a list, found " + token);
      }
    }
    take();
  }

  private TextMessage nested(int depth) {
    String close = token.is("{") ? "}" : token.is("<") ? ">" : "";
    if (close.isEmpty()) {
      throw bad("expected ':' or '{' after the name of a field, found " + token);
    }
    take();
    TextMessage message = message(close, depth + 1);
    take();
    return message;
  }

  private TextValue scalar() {
    Token first = take();
    switch (first.kind()) {
      case WORD -> {
        return new TextScalar(first.text(), first.line());
      }
      case QUOTED -> {
        StringBuilder text = new StringBuilder(first.text());
        while (token.kind() == Kind.QUOTED) {
          text.append(take().text());
        }
        return new TextScalar(text.toString(), first.line());
      }
      case SIGN, END -> throw bad("expected a value, found " + first);
    }
    throw bad("expected a value, found " + first);
  }

  private Token take() {
    Token taken = token;
    token = scanner.next();
    return taken;
  }

  private BadModelException bad(String message) {
    return source.bad("caffe.text", token.line(), message, "correct the text; is this a prototxt?");
  }
}
