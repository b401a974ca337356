// Looks at a context token of the workbench (JWS, ES256). Java 11 or newer, nothing but its own classes:
//
//   String claims = new VerifyContextToken("https://desk.example.com", "https://crm.example.com", "acme").claimsOf(token);
//
// The third is the tenant: the code behind the @ of your log-ins. The claims are JSON text: read them with the JSON library of
// your project. Keep the `jti` of what you have seen for two
// minutes, and refuse it a second time, where a replay would do harm.
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class VerifyContextToken {
  private static final long CLOCK_SKEW_SECONDS = 30;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String issuer;
  private final String audience;
  private final String tenant;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<String, PublicKey> keys = new HashMap<>();
  private long askedAt;

  public VerifyContextToken(String issuer, String audience, String tenant) {
    this.issuer = issuer;
    this.audience = audience;
    this.tenant = tenant;
  }

  /** The claims as JSON text; throws when the token is not the workbench's, not of this tenant, not for this page, or too old. */
  public String claimsOf(String token) throws Exception {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) throw new GeneralSecurityException("this is no token");
    String header = decoded(parts[0]);
    // The algorithm is ours to choose, not the token's.
    if (!"ES256".equals(text(header, "alg"))) throw new GeneralSecurityException("the algorithm is not taken");
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(key(text(header, "kid")));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    byte[] given = Base64.getUrlDecoder().decode(parts[2]);
    if (given.length != 64 || !signature.verify(given)) throw new GeneralSecurityException("the signature is wrong");
    String claims = decoded(parts[1]);
    long now = System.currentTimeMillis() / 1000;
    if (!issuer.equals(text(claims, "iss"))) throw new GeneralSecurityException("it was made by another workbench");
    if (!tenant.equals(text(claims, "tenant"))) throw new GeneralSecurityException("it is of another tenant");
    if (!audience.equals(text(claims, "aud"))) throw new GeneralSecurityException("it is for another page");
    if (now >= number(claims, "exp") + CLOCK_SKEW_SECONDS || now <= number(claims, "iat") - CLOCK_SKEW_SECONDS)
      throw new GeneralSecurityException("its time is over");
    return claims;
  }

  /** The key of this id; asked for again when it is not known, at most every ten seconds: the workbench changes its key. */
  private synchronized PublicKey key(String kid) throws Exception {
    if (!keys.containsKey(kid) && System.currentTimeMillis() - askedAt > 10_000) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/jwks.json")).timeout(TIMEOUT).build();
      String set = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      askedAt = System.currentTimeMillis();
      Matcher each = Pattern.compile("\\{[^{}]*\\}").matcher(set);
      while (each.find()) keys.put(text(each.group(), "kid"), point(text(each.group(), "x"), text(each.group(), "y")));
    }
    if (!keys.containsKey(kid)) throw new GeneralSecurityException("its key is not known");
    return keys.get(kid);
  }

  private static PublicKey point(String x, String y) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(new BigInteger(1, Base64.getUrlDecoder().decode(x)), new BigInteger(1, Base64.getUrlDecoder().decode(y)));
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String text(String json, String name) throws GeneralSecurityException {
    return field(json, name, "\"([^\"\\\\]*)\"");
  }

  private static long number(String json, String name) throws GeneralSecurityException {
    return Long.parseLong(field(json, name, "(\\d{1,15})"));
  }

  /** A field of the outermost object: the workbench writes these before the nested `call`. */
  private static String field(String json, String name, String value) throws GeneralSecurityException {
    int nested = json.indexOf('{', 1);
    String outer = nested < 0 ? json : json.substring(0, nested);
    Matcher found = Pattern.compile("\"" + name + "\":" + value).matcher(outer);
    if (!found.find()) throw new GeneralSecurityException("it has no " + name);
    return found.group(1);
  }

  // java VerifyContextToken.java TOKEN ISSUER AUDIENCE TENANT
  public static void main(String[] given) {
    try {
      System.out.println(new VerifyContextToken(given[1], given[2], given[3]).claimsOf(given[0]));
    } catch (Exception refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }
}
