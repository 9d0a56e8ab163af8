//! The statement in Germanic languages.

use super::Sentences;

pub(super) const ENGLISH: Sentences = Sentences {
    title: "Accessibility statement",
    intro: "This publication was made so that as many people as possible can read it, whatever means they read with.",
    structure: "Headings, lists, tables and notes are marked as what they are, so that screen readers can name them and move among them.",
    navigation: "Contents lists, links or bookmarks lead to every part.",
    pages: "The pages of the print edition are marked in the other formats, with the same numbers.",
    pictures: "Pictures that carry meaning have a description in words.",
    formulas: "Formulas can be read aloud.",
    languages: "The language of the text is marked, and so is that of words in other languages.",
    display: "In the e-book and on the web, type and colours can be changed, and lines fit the screen.",
    pdf: "The PDF states that it conforms to {}.",
    screens: "The e-book and the web pages were made to meet {}.",
    checked: "Before publication a program checked that every file holds the whole text, in the right order and visibly, and that it keeps rules of these standards which a program can decide. No person has certified it.",
    limits: "Known barriers:",
    contact: "If you meet a barrier, please write to {}.",
};

pub(super) const GERMAN: Sentences = Sentences {
    title: "Erklärung zur Barrierefreiheit",
    intro: "Diese Veröffentlichung wurde so gestaltet, dass möglichst viele Menschen sie lesen können, gleich mit welchen Mitteln.",
    structure: "Überschriften, Listen, Tabellen und Anmerkungen sind als solche ausgezeichnet, sodass Vorleseprogramme sie benennen und zwischen ihnen wechseln können.",
    navigation: "Inhaltsverzeichnisse, Links oder Lesezeichen führen zu jedem Teil.",
    pages: "Die Seiten der gedruckten Ausgabe sind in den anderen Formaten mit denselben Zahlen bezeichnet.",
    pictures: "Bilder, die etwas mitteilen, sind in Worten beschrieben.",
    formulas: "Formeln können vorgelesen werden.",
    languages: "Die Sprache des Textes ist ausgezeichnet, ebenso die von Wörtern in anderen Sprachen.",
    display: "Im E-Book und im Web lassen sich Schrift und Farben ändern, und die Zeilen passen sich dem Bildschirm an.",
    pdf: "Das PDF gibt an, folgenden Normen zu entsprechen: {}.",
    screens: "Das E-Book und die Webseiten wurden nach diesen Regeln gestaltet: {}.",
    checked: "Vor der Veröffentlichung hat ein Programm geprüft, dass jede Datei den ganzen Text enthält, in der richtigen Reihenfolge und sichtbar, und dass sie Regeln dieser Normen einhält, über die ein Programm entscheiden kann. Kein Mensch hat dies zertifiziert.",
    limits: "Bekannte Barrieren:",
    contact: "Wenn Sie auf eine Barriere stoßen, schreiben Sie bitte an {}.",
};

pub(super) const DUTCH: Sentences = Sentences {
    title: "Toegankelijkheidsverklaring",
    intro: "Deze publicatie is zo gemaakt dat zo veel mogelijk mensen haar kunnen lezen, met welk hulpmiddel dan ook.",
    structure: "Koppen, lijsten, tabellen en noten zijn als zodanig gemarkeerd, zodat schermlezers ze kunnen benoemen en ertussen kunnen springen.",
    navigation: "Inhoudsopgaven, links of bladwijzers leiden naar elk deel.",
    pages: "De pagina’s van de gedrukte uitgave zijn in de andere formaten met dezelfde nummers aangegeven.",
    pictures: "Afbeeldingen met betekenis zijn in woorden beschreven.",
    formulas: "Formules kunnen worden voorgelezen.",
    languages: "De taal van de tekst is gemarkeerd, en ook die van woorden in andere talen.",
    display: "In het e-book en op het web kunnen letters en kleuren worden aangepast, en de regels passen zich aan het scherm aan.",
    pdf: "De pdf geeft aan te voldoen aan {}.",
    screens: "Het e-book en de webpagina’s zijn gemaakt volgens {}.",
    checked: "Vóór publicatie heeft een programma gecontroleerd dat elk bestand de hele tekst bevat, in de juiste volgorde en zichtbaar, en dat het regels van deze normen naleeft waarover een programma kan oordelen. Niemand heeft dit gecertificeerd.",
    limits: "Bekende belemmeringen:",
    contact: "Als u een belemmering tegenkomt, schrijf dan naar {}.",
};

pub(super) const DANISH: Sentences = Sentences {
    title: "Tilgængelighedserklæring",
    intro: "Denne udgivelse er lavet, så flest muligt kan læse den, uanset hvilke hjælpemidler de bruger.",
    structure: "Overskrifter, lister, tabeller og noter er mærket som det, de er, så skærmlæsere kan nævne dem og springe mellem dem.",
    navigation: "Indholdsfortegnelser, links eller bogmærker fører til alle dele.",
    pages: "Siderne i den trykte udgave er mærket med de samme tal i de andre formater.",
    pictures: "Billeder, der har betydning, er beskrevet i ord.",
    formulas: "Formler kan læses højt.",
    languages: "Tekstens sprog er mærket, og det samme er ord på andre sprog.",
    display: "I e-bogen og på nettet kan skrift og farver ændres, og linjerne tilpasser sig skærmen.",
    pdf: "PDF-filen angiver, at den overholder {}.",
    screens: "E-bogen og websiderne er lavet efter {}.",
    checked: "Før udgivelsen har et program kontrolleret, at hver fil indeholder hele teksten, i den rigtige rækkefølge og synligt, og at den overholder regler i disse standarder, som et program kan afgøre. Ingen har certificeret den.",
    limits: "Kendte barrierer:",
    contact: "Hvis du møder en barriere, så skriv til {}.",
};

pub(super) const SWEDISH: Sentences = Sentences {
    title: "Tillgänglighetsredogörelse",
    intro: "Den här publikationen är gjord för att så många som möjligt ska kunna läsa den, oavsett hjälpmedel.",
    structure: "Rubriker, listor, tabeller och noter är märkta som vad de är, så att skärmläsare kan säga vad de är och gå mellan dem.",
    navigation: "Innehållsförteckningar, länkar eller bokmärken leder till alla delar.",
    pages: "Sidorna i den tryckta utgåvan är märkta med samma nummer i de andra formaten.",
    pictures: "Bilder som betyder något är beskrivna i ord.",
    formulas: "Formler kan läsas upp.",
    languages: "Textens språk är märkt, och även språket för ord på andra språk.",
    display: "I e-boken och på webben kan teckensnitt och färger ändras, och raderna anpassar sig till skärmen.",
    pdf: "PDF-filen anger att den uppfyller {}.",
    screens: "E-boken och webbsidorna är gjorda för att uppfylla {}.",
    checked: "Före publiceringen har ett program kontrollerat att varje fil innehåller hela texten, i rätt ordning och synligt, och att den följer regler i dessa standarder som ett program kan avgöra. Ingen har certifierat den.",
    limits: "Kända hinder:",
    contact: "Om du stöter på ett hinder, skriv till {}.",
};

pub(super) const BOKMAL: Sentences = Sentences {
    title: "Tilgjengelighetserklæring",
    intro: "Denne utgivelsen er laget slik at flest mulig kan lese den, uansett hvilke hjelpemidler de bruker.",
    structure: "Overskrifter, lister, tabeller og noter er merket som det de er, slik at skjermlesere kan nevne dem og gå mellom dem.",
    navigation: "Innholdsfortegnelser, lenker eller bokmerker fører til alle deler.",
    pages: "Sidene i den trykte utgaven er merket med de samme tallene i de andre formatene.",
    pictures: "Bilder som har betydning, er beskrevet i ord.",
    formulas: "Formler kan leses høyt.",
    languages: "Språket i teksten er merket, og det er også språket i ord på andre språk.",
    display: "I e-boken og på nettet kan skrift og farger endres, og linjene tilpasser seg skjermen.",
    pdf: "PDF-filen oppgir at den oppfyller {}.",
    screens: "E-boken og nettsidene er laget etter {}.",
    checked: "Før utgivelsen har et program kontrollert at hver fil inneholder hele teksten, i riktig rekkefølge og synlig, og at den følger regler i disse standardene som et program kan avgjøre. Ingen har sertifisert den.",
    limits: "Kjente hindringer:",
    contact: "Hvis du møter en hindring, skriv til {}.",
};

pub(super) const NYNORSK: Sentences = Sentences {
    title: "Tilgjengeerklæring",
    intro: "Denne utgjevinga er laga slik at flest mogleg kan lese henne, same kva hjelpemiddel dei bruker.",
    structure: "Overskrifter, lister, tabellar og notar er merkte som det dei er, slik at skjermlesarar kan nemne dei og gå mellom dei.",
    navigation: "Innhaldslister, lenkjer eller bokmerke fører til alle delar.",
    pages: "Sidene i den trykte utgåva er merkte med dei same tala i dei andre formata.",
    pictures: "Bilete som har noko å seie, er skildra i ord.",
    formulas: "Formlar kan lesast høgt.",
    languages: "Språket i teksten er merkt, og det er òg språket i ord på andre språk.",
    display: "I e-boka og på nettet kan skrift og fargar endrast, og linjene tilpassar seg skjermen.",
    pdf: "PDF-fila oppgjev at ho oppfyller {}.",
    screens: "E-boka og nettsidene er laga etter {}.",
    checked: "Før utgjevinga har eit program kontrollert at kvar fil inneheld heile teksten, i rett rekkjefølgje og synleg, og at ho følgjer reglar i desse standardane som eit program kan avgjere. Ingen har sertifisert henne.",
    limits: "Kjende hindringar:",
    contact: "Om du møter ei hindring, skriv til {}.",
};
