package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Families of a dump, by profile, filter and selection, and a dump with every state. */
final class Families {

    /** Every state of every kind of object. */
    static final String STATES = Tables.csv(
            "pxname,svname,type,status,scur,check_status,check_code,check_duration,weight,mode",
            "web,FRONTEND,0,OPEN,1,,,,,http",
            "off,FRONTEND,0,STOP,1,,,,,http",
            "web,in,3,OPEN,1,,,,,http",
            "web,full,3,FULL,1,,,,,http",
            "web,odd,3,PAUSED,1,,,,,http",
            "shop,up,2,UP 4/5,18446744073709551615,L7OK,200,12,1,http",
            "shop,down,2,DOWN 1/3,2,* L4CON,,1500,1,http",
            "shop,maint,2,MAINT (via a/b),3,,,,1,http",
            "shop,drain,2,DRAIN,4,L4OK,,0,0,http",
            "shop,nolb,2,NOLB 1/2,5,L7OKC,404,1,1,http",
            "shop,none,2,no check,6,,,,1,http",
            "shop,BACKEND,1,UP,7,,,,3,http",
            "dead,gone,2,DOWN,,INI,,,1,http",
            "dead,BACKEND,1,DOWN,,,,,0,http",
            "bare,BACKEND,1,UP,,,,,0,http");

    private Families() {}

    static List<Family> families(Profile profile, ServerFilter filter, Dump dump) {
        return families(profile, filter, dump, Selection.everything());
    }

    /** With one query parameter. */
    static List<Family> families(Profile profile, Dump dump, String parameter, String value) {
        return families(profile, ServerFilter.everything(), dump, Selection.of(List.of(Map.entry(parameter, value))));
    }

    private static List<Family> families(Profile profile, ServerFilter filter, Dump dump, Selection selection) {
        return Snapshots.families(dump, Tables.assembler(profile, filter), selection);
    }

    /** A query's parameters, {@code a=b&c}. */
    static List<Map.Entry<String, String>> parameters(String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            parameters.add(Map.entry(pair.replaceFirst("=.*", ""), pair.replaceFirst("^[^=]*=", "")));
        }
        return parameters;
    }
}
