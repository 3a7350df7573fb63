"""Names of Danish municipalities and larger towns, to find a place in a text (`toolkit.traces`)."""

from typing import Final

NAMES: Final = (
    "Aabenraa Aalborg Aarhus Albertslund Allerød Assens Ballerup Billund Bornholm Brande Brædstrup Brøndby "
    "Brønderslev Charlottenlund Dragør Ebeltoft Egedal Esbjerg Faaborg Fanø Farsø Farum Favrskov Faxe Fjerritslev "
    "Fredensborg Fredericia Frederiksberg Frederikshavn Frederikssund Frederiksværk Furesø Gentofte Gilleleje Give "
    "Gladsaxe Glostrup Greve Grenaa Grindsted Gribskov Guldborgsund Haderslev Haslev Hadsten Hadsund Halsnæs "
    "Hammel Hedehusene Hedensted Helsinge Helsingør Herlev Herning Hillerød Hinnerup Hirtshals Hjørring Hobro "
    "Holbæk Holstebro Hornslet Horsens Hundested Hvidovre Hørsholm Høje-Taastrup Ikast Ishøj Jammerbugt Kalundborg "
    "Kerteminde Kjellerup Kolding Korsør København Køge Langeland Lejre Lemvig Lolland Lyngby Lyngby-Taarbæk "
    "Læsø Løgstør Maribo Mariagerfjord Marstal Middelfart Morsø Nakskov Norddjurs Nordborg Nordfyn Nyborg Nykøbing "
    "Næstved Nørresundby Odder Odense Odsherred Otterup Randers Rebild Ribe Ringe Ringkøbing Ringkøbing-Skjern "
    "Ringsted Roskilde Rudersdal Rudkøbing Ry Rødekro Rødovre Samsø Silkeborg Skagen Skanderborg Skive Skjern "
    "Slagelse Solrød Sorø Stege Stevns Struer Støvring Sunds Svendborg Syddjurs Sønderborg Taastrup Thisted "
    "Tønder Tårnby Vallensbæk Varde Vejen Vejle Vesthimmerland Viborg Videbæk Vojens Vordingborg Vejby Ølstykke "
    "Ærø Århus Aars"
)
PLACES: Final = frozenset(NAMES.split())
