//! The statement in Romance languages.

use super::Sentences;

pub(super) const FRENCH: Sentences = Sentences {
    title: "Déclaration d’accessibilité",
    intro: "Cette publication a été conçue pour que le plus grand nombre puisse la lire, quels que soient les moyens de lecture.",
    structure: "Les titres, les listes, les tableaux et les notes sont signalés comme tels, afin que les lecteurs d’écran puissent les nommer et passer de l’un à l’autre.",
    navigation: "Des tables des matières, des liens ou des signets mènent à chaque partie.",
    pages: "Les pages de l’édition imprimée sont indiquées dans les autres formats, avec les mêmes numéros.",
    pictures: "Les images porteuses de sens sont décrites par des mots.",
    formulas: "Les formules peuvent être lues à voix haute.",
    languages: "La langue du texte est indiquée, de même que celle des mots en d’autres langues.",
    display: "Dans le livre numérique et sur le web, les caractères et les couleurs peuvent être modifiés, et les lignes s’adaptent à l’écran.",
    pdf: "Le PDF déclare sa conformité à {}.",
    screens: "Le livre numérique et les pages web ont été conçus pour respecter {}.",
    checked: "Avant la publication, un programme a vérifié que chaque fichier contient tout le texte, dans le bon ordre et de façon visible, et qu’il respecte des règles de ces normes dont un programme peut juger. Personne ne l’a certifié.",
    limits: "Obstacles connus :",
    contact: "Si vous rencontrez un obstacle, écrivez à {}.",
};

pub(super) const ITALIAN: Sentences = Sentences {
    title: "Dichiarazione di accessibilità",
    intro: "Questa pubblicazione è stata realizzata perché il maggior numero possibile di persone possa leggerla, con qualunque mezzo.",
    structure: "Titoli, elenchi, tabelle e note sono contrassegnati come tali, così che i lettori di schermo possano nominarli e passare dall’uno all’altro.",
    navigation: "Indici, collegamenti o segnalibri portano a ogni parte.",
    pages: "Le pagine dell’edizione a stampa sono indicate negli altri formati con gli stessi numeri.",
    pictures: "Le immagini che hanno un significato sono descritte a parole.",
    formulas: "Le formule possono essere lette ad alta voce.",
    languages: "È indicata la lingua del testo, e anche quella delle parole in altre lingue.",
    display: "Nell’e-book e sul web si possono cambiare caratteri e colori, e le righe si adattano allo schermo.",
    pdf: "Il PDF dichiara di essere conforme a {}.",
    screens: "L’e-book e le pagine web sono stati realizzati secondo {}.",
    checked: "Prima della pubblicazione un programma ha verificato che ogni file contenga tutto il testo, nell’ordine giusto e in modo visibile, e che rispetti regole di queste norme che un programma può valutare. Nessuno lo ha certificato.",
    limits: "Ostacoli noti:",
    contact: "Se incontrate un ostacolo, scrivete a {}.",
};

pub(super) const SPANISH: Sentences = Sentences {
    title: "Declaración de accesibilidad",
    intro: "Esta publicación se ha hecho para que pueda leerla el mayor número posible de personas, con cualquier medio.",
    structure: "Los títulos, las listas, las tablas y las notas están marcados como lo que son, para que los lectores de pantalla puedan nombrarlos y pasar de unos a otros.",
    navigation: "Los índices, los enlaces o los marcadores llevan a cada parte.",
    pages: "Las páginas de la edición impresa están señaladas en los demás formatos, con los mismos números.",
    pictures: "Las imágenes con significado están descritas con palabras.",
    formulas: "Las fórmulas pueden leerse en voz alta.",
    languages: "Está marcado el idioma del texto, y también el de las palabras en otros idiomas.",
    display: "En el libro electrónico y en la web se pueden cambiar la letra y los colores, y las líneas se adaptan a la pantalla.",
    pdf: "El PDF declara que cumple {}.",
    screens: "El libro electrónico y las páginas web se han hecho según {}.",
    checked: "Antes de la publicación, un programa comprobó que cada archivo contiene todo el texto, en el orden correcto y a la vista, y que cumple reglas de estas normas que un programa puede decidir. Nadie lo ha certificado.",
    limits: "Barreras conocidas:",
    contact: "Si encuentra una barrera, escriba a {}.",
};

pub(super) const CATALAN: Sentences = Sentences {
    title: "Declaració d’accessibilitat",
    intro: "Aquesta publicació s’ha fet perquè la pugui llegir el màxim de gent possible, amb qualsevol mitjà.",
    structure: "Els títols, les llistes, les taules i les notes estan marcats com el que són, perquè els lectors de pantalla els puguin anomenar i passar de l’un a l’altre.",
    navigation: "Els índexs, els enllaços o les adreces d’interès porten a cada part.",
    pages: "Les pàgines de l’edició impresa estan assenyalades en els altres formats, amb els mateixos números.",
    pictures: "Les imatges amb significat estan descrites amb paraules.",
    formulas: "Les fórmules es poden llegir en veu alta.",
    languages: "La llengua del text està marcada, i també la de les paraules en altres llengües.",
    display: "En el llibre electrònic i al web es poden canviar la lletra i els colors, i les línies s’adapten a la pantalla.",
    pdf: "El PDF declara que compleix {}.",
    screens: "El llibre electrònic i les pàgines web s’han fet segons {}.",
    checked: "Abans de la publicació, un programa ha comprovat que cada fitxer conté tot el text, en l’ordre correcte i a la vista, i que compleix regles d’aquestes normes que un programa pot decidir. Ningú no ho ha certificat.",
    limits: "Barreres conegudes:",
    contact: "Si trobeu una barrera, escriviu a {}.",
};

pub(super) const PORTUGUESE: Sentences = Sentences {
    title: "Declaração de acessibilidade",
    intro: "Esta publicação foi feita para que o maior número possível de pessoas a possa ler, com qualquer meio.",
    structure: "Títulos, listas, tabelas e notas estão marcados como aquilo que são, para que os leitores de ecrã os possam nomear e passar de uns para os outros.",
    navigation: "Índices, ligações ou marcadores levam a todas as partes.",
    pages: "As páginas da edição impressa estão assinaladas nos outros formatos, com os mesmos números.",
    pictures: "As imagens com significado estão descritas em palavras.",
    formulas: "As fórmulas podem ser lidas em voz alta.",
    languages: "A língua do texto está marcada, e também a de palavras noutras línguas.",
    display: "No livro eletrónico e na web é possível mudar a letra e as cores, e as linhas adaptam-se ao ecrã.",
    pdf: "O PDF declara estar conforme com {}.",
    screens: "O livro eletrónico e as páginas web foram feitos segundo {}.",
    checked: "Antes da publicação, um programa verificou que cada ficheiro contém todo o texto, pela ordem certa e visível, e que cumpre regras destas normas que um programa pode decidir. Ninguém o certificou.",
    limits: "Barreiras conhecidas:",
    contact: "Se encontrar uma barreira, escreva para {}.",
};

pub(super) const ROMANIAN: Sentences = Sentences {
    title: "Declarație de accesibilitate",
    intro: "Această publicație a fost făcută astfel încât să o poată citi cât mai mulți oameni, cu orice mijloace.",
    structure: "Titlurile, listele, tabelele și notele sunt marcate ca atare, pentru ca cititoarele de ecran să le poată numi și să poată trece de la una la alta.",
    navigation: "Cuprinsul, linkurile sau marcajele duc la fiecare parte.",
    pages: "Paginile ediției tipărite sunt indicate în celelalte formate, cu aceleași numere.",
    pictures: "Imaginile care au un înțeles sunt descrise în cuvinte.",
    formulas: "Formulele pot fi citite cu voce tare.",
    languages: "Limba textului este marcată, la fel și cea a cuvintelor în alte limbi.",
    display: "În cartea electronică și pe web, literele și culorile pot fi schimbate, iar rândurile se adaptează ecranului.",
    pdf: "PDF-ul declară că respectă {}.",
    screens: "Cartea electronică și paginile web au fost făcute după {}.",
    checked: "Înainte de publicare, un program a verificat că fiecare fișier conține întregul text, în ordinea corectă și vizibil, și că respectă reguli ale acestor standarde pe care un program le poate hotărî. Nimeni nu a certificat acest lucru.",
    limits: "Bariere cunoscute:",
    contact: "Dacă întâlniți o barieră, scrieți la {}.",
};
