package io.plumbline.data.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** XML of elements and text alone: a document type, and with it any entity, is refused. */
final class PlainXml {
  private static final long MOST_BYTES = 1 << 22;

  private PlainXml() {}

  /**
   * The root element.
   *
   * @throws io.plumbline.tensor.BadDataException when the file is missing, no XML, or declares a
   *     document type
   */
  static Element read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > MOST_BYTES) {
        throw Annotations.malformed(
            file.toString(),
            "has more than %d bytes, which no annotation needs".formatted(MOST_BYTES));
      }
      return builder().parse(in).getDocumentElement();
    } catch (SAXException e) {
      throw Annotations.malformed(file.toString(), "no plain XML: " + e.getMessage());
    } catch (IOException e) {
      throw Annotations.unreadable(file, e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the XML parser of the JDK lacks a feature", e);
    }
  }

  private static DocumentBuilder builder() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setXIncludeAware(false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new DefaultHandler());
    return builder;
  }

  /** The elements of a name right below another. */
  static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }

  /**
   * The first element of a name.
   *
   * @param where of the parent, for the error
   */
  static Element child(Element parent, String name, String where) {
    return children(parent, name).stream()
        .findFirst()
        .orElseThrow(
            () -> Annotations.malformed(where, "expected an element <%s>".formatted(name)));
  }

  /** Its text without blanks around it. */
  static String text(Element parent, String name, String where) {
    return child(parent, name, where).getTextContent().strip();
  }

  static Optional<String> optional(Element parent, String name) {
    return children(parent, name).stream().findFirst().map(each -> each.getTextContent().strip());
  }
}
