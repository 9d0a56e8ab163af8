//! Words the program adds, by language.

use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId, Sources, Span};

use super::Words;

/// The words of a language (BCP 47). One that is not known gives English and a warning.
pub(super) fn of(
    language: &str,
    manifest: SourceId,
    sources: &Sources,
    sink: &mut Sink,
) -> Words {
    let primary =
        language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "en" => ENGLISH,
        "de" => GERMAN,
        "fr" => FRENCH,
        "es" => SPANISH,
        "it" => ITALIAN,
        "pt" => PORTUGUESE,
        "nl" => DUTCH,
        _ => {
            let message = format!(
                "Trifold has no words for the language `{language}`: it takes English ones"
            );
            let help = "known are de, en, es, fr, it, nl and pt";
            let place = place_of(language, manifest, sources);
            let diagnostic = Diagnostic::new("no-words-for-language", message);
            sink.warn(diagnostic.at(place).help(help));
            ENGLISH
        }
    }
}

/// Where the project file names the language; its beginning if that is not to be seen.
fn place_of(language: &str, manifest: SourceId, sources: &Sources) -> Place {
    let text = &sources.get(manifest).text;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let key = line.trim_start().starts_with("language");
        if let Some(column) = line.find(language)
            && key
        {
            let start = u32::try_from(at + column).unwrap_or_default();
            let length = u32::try_from(language.len()).unwrap_or_default();
            return Place { source: manifest, span: Span::new(start, start + length) };
        }
        at += line.len();
    }
    Place { source: manifest, span: Span::new(0, 0) }
}

const ENGLISH: Words = Words {
    contents: "Contents",
    list_of_figures: "List of figures",
    list_of_tables: "List of tables",
    references: "References",
    cover: "Cover",
    title_page: "Title page",
    copyright_page: "Copyright page",
    dedication: "Dedication",
    epigraph: "Epigraph",
    page: "Page",
    page_list: "List of pages",
    landmarks: "Landmarks",
    start: "Start of text",
    cited_on_page: "Cited on page",
    cited_on_pages: "Cited on pages",
    and: "and",
    back_to_citation: "Back to citation",
    note: "Note",
    notes: "Notes",
    back_to_mark: "Back to the mark of note",
    skip: "Skip to content",
    previous: "Previous",
    next: "Next",
    see: "See",
    see_also: "See also",
    index: "Index",
    page_in_text: "page",
    keywords: "Keywords",
    edition_of: "Edition of",
    callouts: ["Note", "Tip", "Important", "Warning", "Caution"],
    colon: ": ",
};

const GERMAN: Words = Words {
    contents: "Inhalt",
    list_of_figures: "Abbildungsverzeichnis",
    list_of_tables: "Tabellenverzeichnis",
    references: "Literatur",
    cover: "Umschlag",
    title_page: "Titelseite",
    copyright_page: "Impressum",
    dedication: "Widmung",
    epigraph: "Motto",
    page: "Seite",
    page_list: "Seitenverzeichnis",
    landmarks: "Orientierungspunkte",
    start: "Textanfang",
    cited_on_page: "Zitiert auf Seite",
    cited_on_pages: "Zitiert auf den Seiten",
    and: "und",
    back_to_citation: "Zurück zum Zitat",
    note: "Anmerkung",
    notes: "Anmerkungen",
    back_to_mark: "Zurück zum Zeichen der Anmerkung",
    skip: "Zum Inhalt springen",
    previous: "Zurück",
    next: "Weiter",
    see: "Siehe",
    see_also: "Siehe auch",
    index: "Register",
    page_in_text: "Seite",
    keywords: "Schlagwörter",
    edition_of: "Ausgabe vom",
    callouts: ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"],
    colon: ": ",
};

const FRENCH: Words = Words {
    contents: "Table des matières",
    list_of_figures: "Liste des figures",
    list_of_tables: "Liste des tableaux",
    references: "Références",
    cover: "Couverture",
    title_page: "Page de titre",
    copyright_page: "Page de copyright",
    dedication: "Dédicace",
    epigraph: "Épigraphe",
    page: "Page",
    page_list: "Liste des pages",
    landmarks: "Repères",
    start: "Début du texte",
    cited_on_page: "Cité à la page",
    cited_on_pages: "Cité aux pages",
    and: "et",
    back_to_citation: "Retour à la citation",
    note: "Note",
    notes: "Notes",
    back_to_mark: "Retour à l’appel de note",
    skip: "Aller au contenu",
    previous: "Précédent",
    next: "Suivant",
    see: "Voir",
    see_also: "Voir aussi",
    index: "Index",
    page_in_text: "page",
    keywords: "Mots-clés",
    edition_of: "Édition du",
    callouts: ["Remarque", "Astuce", "Important", "Avertissement", "Attention"],
    colon: "\u{a0}: ",
};

const SPANISH: Words = Words {
    contents: "Índice",
    list_of_figures: "Índice de figuras",
    list_of_tables: "Índice de tablas",
    references: "Referencias",
    cover: "Cubierta",
    title_page: "Portada",
    copyright_page: "Página de créditos",
    dedication: "Dedicatoria",
    epigraph: "Epígrafe",
    page: "Página",
    page_list: "Lista de páginas",
    landmarks: "Puntos de referencia",
    start: "Inicio del texto",
    cited_on_page: "Citado en la página",
    cited_on_pages: "Citado en las páginas",
    and: "y",
    back_to_citation: "Volver a la cita",
    note: "Nota",
    notes: "Notas",
    back_to_mark: "Volver a la llamada de nota",
    skip: "Saltar al contenido",
    previous: "Anterior",
    next: "Siguiente",
    see: "Véase",
    see_also: "Véase también",
    index: "Índice alfabético",
    page_in_text: "página",
    keywords: "Palabras clave",
    edition_of: "Edición del",
    callouts: ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"],
    colon: ": ",
};

const ITALIAN: Words = Words {
    contents: "Indice",
    list_of_figures: "Indice delle figure",
    list_of_tables: "Indice delle tabelle",
    references: "Riferimenti bibliografici",
    cover: "Copertina",
    title_page: "Frontespizio",
    copyright_page: "Pagina del copyright",
    dedication: "Dedica",
    epigraph: "Epigrafe",
    page: "Pagina",
    page_list: "Elenco delle pagine",
    landmarks: "Punti di riferimento",
    start: "Inizio del testo",
    cited_on_page: "Citato a pagina",
    cited_on_pages: "Citato alle pagine",
    and: "e",
    back_to_citation: "Torna alla citazione",
    note: "Nota",
    notes: "Note",
    back_to_mark: "Torna al richiamo di nota",
    skip: "Vai al contenuto",
    previous: "Precedente",
    next: "Successivo",
    see: "Vedi",
    see_also: "Vedi anche",
    index: "Indice analitico",
    page_in_text: "pagina",
    keywords: "Parole chiave",
    edition_of: "Edizione del",
    callouts: ["Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione"],
    colon: ": ",
};

const PORTUGUESE: Words = Words {
    contents: "Índice",
    list_of_figures: "Índice de figuras",
    list_of_tables: "Índice de tabelas",
    references: "Referências",
    cover: "Capa",
    title_page: "Folha de rosto",
    copyright_page: "Ficha técnica",
    dedication: "Dedicatória",
    epigraph: "Epígrafe",
    page: "Página",
    page_list: "Lista de páginas",
    landmarks: "Pontos de referência",
    start: "Início do texto",
    cited_on_page: "Citado na página",
    cited_on_pages: "Citado nas páginas",
    and: "e",
    back_to_citation: "Voltar à citação",
    note: "Nota",
    notes: "Notas",
    back_to_mark: "Voltar à chamada de nota",
    skip: "Saltar para o conteúdo",
    previous: "Anterior",
    next: "Seguinte",
    see: "Ver",
    see_also: "Ver também",
    index: "Índice remissivo",
    page_in_text: "página",
    keywords: "Palavras-chave",
    edition_of: "Edição de",
    callouts: ["Nota", "Dica", "Importante", "Aviso", "Cuidado"],
    colon: ": ",
};

const DUTCH: Words = Words {
    contents: "Inhoud",
    list_of_figures: "Lijst van figuren",
    list_of_tables: "Lijst van tabellen",
    references: "Literatuur",
    cover: "Omslag",
    title_page: "Titelpagina",
    copyright_page: "Colofon",
    dedication: "Opdracht",
    epigraph: "Motto",
    page: "Pagina",
    page_list: "Lijst van pagina’s",
    landmarks: "Oriëntatiepunten",
    start: "Begin van de tekst",
    cited_on_page: "Geciteerd op pagina",
    cited_on_pages: "Geciteerd op pagina’s",
    and: "en",
    back_to_citation: "Terug naar de verwijzing",
    note: "Noot",
    notes: "Noten",
    back_to_mark: "Terug naar de verwijzing van noot",
    skip: "Naar de inhoud",
    previous: "Vorige",
    next: "Volgende",
    see: "Zie",
    see_also: "Zie ook",
    index: "Register",
    page_in_text: "pagina",
    keywords: "Trefwoorden",
    edition_of: "Uitgave van",
    callouts: ["Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Voorzichtig"],
    colon: ": ",
};
